"""What was exchanged under a protocol: gathered from every area, counted, drawn, printed."""

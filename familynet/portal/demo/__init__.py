"""The content and the steps of the demo: real public initiatives, invented people, everything marked as demo."""

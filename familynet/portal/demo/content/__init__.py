"""What the demo says: texts, people, bodies and acts. No database here."""

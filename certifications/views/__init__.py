"""Pages: public register and schemes, the officers' certificates, imports."""

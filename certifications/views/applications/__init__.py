"""The applicant's pages: list, start, overview, sections, evidence, submission, receipt."""

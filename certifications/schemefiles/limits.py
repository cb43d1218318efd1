"""How much of everything a disciplinare may hold: the same in a file and on the pages."""

MOST_SERVICES = 60
MOST_SECTIONS = 60
MOST_REQUIREMENTS = 500
MOST_BANDS = 40
MOST_LEVELS = 20
MOST_CYCLES = 20
MOST_PHASES = 60  # of one cycle
MOST_AREAS = 40
MOST_FIELDS = 60  # of one macro area
MOST_PLAN_RULES = 40
MOST_INDICATORS = 200
MOST_FEES = 60
LONGEST_TEXT = 10_000

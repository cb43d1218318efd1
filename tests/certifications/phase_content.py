"""The multi-year part of a disciplinare in canonical form, for tests without a database."""


def level(code="base", **fields):
    return {"code": code, "title": f"Livello {code}", "makes_certificate": code == "base", **fields}


def phase(code, **fields):
    plain = {
        "code": code,
        "title": f"Fase {code}",
        "kind": "round",
        "guidance": "",
        "months": 12,
        "repeats": 1,
        "on_schedule": False,
        "closes_with": ["report"],
        "grants": "",
    }
    return plain | fields


def cycle(code, *phases, **fields):
    plain = {"code": code, "title": f"Ciclo {code}", "follows": [], "needs_level": "", "grace_months": 6}
    return plain | {"phases": list(phases)} | fields


def indicator(code, **fields):
    plain = {
        "code": code,
        "title": f"Indicatore {code}",
        "formula": "number",
        "unit": "",
        "by_sex": False,
        "help": "",
        "base": "",
        "parts": [],
        "required": True,
        "in_charts": False,
        "is_example": False,
    }
    return plain | fields


def area(code, *fields):
    return {"code": code, "title": f"Area {code}", "fields": [{"code": f, "title": f"Campo {f}"} for f in fields]}


def rule(*sizes, per="field", minimum=1):
    return {"sizes": list(sizes), "per": per, "minimum": minimum}


def fee(*sizes, cycle="", amount="10"):
    return {"sizes": list(sizes), "cycle": cycle, "amount": amount, "is_example": False}


SIZES = ("micro", "small", "medium", "large")
PLANNING = phase("a", kind="planning", months=6, closes_with=["plan"])
EVALUATION = phase("b", kind="evaluation", months=0, closes_with=["report", "opinion"])
GRANT = phase("c", kind="grant", months=0, closes_with=["act"], grants="base")
ROUND = phase("d", repeats=3, on_schedule=True, closes_with=["plan", "data_model", "report"])
END = phase("e", kind="grant", months=0, closes_with=["opinion", "act"], grants="oro")
FIRST = cycle("primo", PLANNING, EVALUATION, GRANT, ROUND, END)
NEXT = cycle(
    "dopo",
    phase("f", repeats=3, closes_with=["data_model", "report"]),
    phase("g", kind="grant", months=0, closes_with=["act"], grants="oro"),
    follows=["primo", "dopo"],
    needs_level="oro",
)


def content(**changed):
    """A way without faults, with what is changed."""
    return {
        "levels": [level(), level("oro")],
        "cycles": [FIRST, NEXT],
        "areas": [area("uno", "orari")],
        "plan_rules": [rule(*SIZES)],
        "indicators": [indicator("personale", by_sex=True)],
        "fees": [fee(*SIZES)],
    } | changed

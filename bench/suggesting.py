"""Suggestions while typing, in this process: the view counts requests per address, a bench is one address."""

import random
import time

from bench.client import Measure
from bench.fill import WORDS
from familynet.portal.suggestions import suggest

ROUNDS = 60


def measure_suggestions() -> None:
    chance, seconds = random.Random(19), []
    for number in range(ROUNDS + 5):
        word = chance.choice(WORDS)
        start = time.perf_counter()
        suggest(word[: chance.randint(3, len(word))])
        if number >= 5:
            seconds.append(time.perf_counter() - start)
    figures = Measure(seconds, 0)
    print(f"\nSuggestions for a word half typed: p50 {figures.p50:.1f} ms  p95 {figures.p95:.1f} ms")

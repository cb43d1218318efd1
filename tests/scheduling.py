"""Which worker does which tests: those of a file stay together, so that what they share is made once.

The scheduler of pytest-xdist by marks finds none in this version of pytest; its scheduler by files would send the
browser tests, the slowest, in whole files, and the longest files first.
"""

from itertools import groupby, islice

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"
# A longer file goes to both workers, in pieces.
AT_MOST = 100


def pieces(nodeids):
    """(test, name of its piece), in the order of the collection; a browser test is a piece of its own."""
    for file, run in groupby(nodeids, key=lambda nodeid: nodeid.partition("::")[0]):
        size = 1 if file.startswith(BROWSER) else AT_MOST
        while piece := list(islice(run, size)):
            yield from ((nodeid, piece[0]) for nodeid in piece)


class ByFile(LoadScopeScheduling):
    def schedule(self):
        if self.collection is None:
            self.piece_of = dict(pieces(next(iter(self.registered_collections.values()))))
            self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid):
        return self.piece_of[nodeid]

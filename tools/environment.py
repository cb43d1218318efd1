"""Make or refresh .venv from a lock file: `python3 tools/environment.py requirements.txt`.

Written so that an old Python can read it far enough to say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
NEEDED = (3, 11)
TOO_OLD = """
FamilyNet ha bisogno di Python 3.11 o successivo; questo e' Python %d.%d (%s).
Installalo, oppure indica quello giusto:   make demo PYTHON=/percorso/python3.12

FamilyNet needs Python 3.11 or newer; this one is too old.
Install one, or name the right one:        make demo PYTHON=/path/to/python3.12
"""
NO_VENV = """
Non riesco a creare l'ambiente Python in .venv. Su Debian e Ubuntu:   apt install python3-venv
Cannot create the Python environment in .venv. On Debian and Ubuntu:  apt install python3-venv
"""
NO_INSTALL = """
L'installazione dei pacchetti non e' riuscita: controlla la rete (o la configurazione di pip) e riprova.
The packages could not be installed: check the network (or pip's configuration) and try again.
"""


def main():
    locks = sys.argv[1:]
    if sys.version_info[:2] < NEEDED:
        use_newer_python()
    if not runs(venv_python()):
        make_environment()
    for lock in locks:
        install(lock)


def use_newer_python():
    """Go on with a newer Python from PATH, or say that there is none."""
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        if path:
            os.execv(path, [path] + sys.argv)
    sys.exit(TOO_OLD % (sys.version_info[0], sys.version_info[1], sys.executable))


def venv_python():
    return os.path.join(VENV, "bin", "python")


def runs(python):
    """True when that Python starts, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info[:2] < %r)" % (NEEDED,)
    try:
        return subprocess.call([python, "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment():
    print("Creo l'ambiente Python in .venv ...", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0 or not runs(venv_python()):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(NO_VENV)


def install(lock):
    """Install exactly what the lock file says, unless that was done already."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, lock + ".installed")
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == digest:
                return
    print("Installo i pacchetti di %s (la prima volta servono alcuni minuti) ..." % lock, flush=True)
    command = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "--only-binary", ":all:", "-r", os.path.join(ROOT, lock)]
    if subprocess.call(command) != 0:
        sys.exit(NO_INSTALL)
    with open(stamp, "w") as file:
        file.write(digest)


if __name__ == "__main__":
    main()

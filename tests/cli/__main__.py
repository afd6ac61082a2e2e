"""Runs the tests of the program: python3 tests/cli PROGRAM [ARGUMENTS OF unittest]"""

import os
import sys
import unittest

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    os.environ["SEEDBUNDLE"] = os.path.abspath(sys.argv[1])
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    sys.path[0] = os.getcwd()
    unittest.main(module=None, argv=["tests/cli", *(sys.argv[2:] or ["discover"])])

# Prints what Python's own pstats makes of a file. Argument: file. Runs on every CPython 3.
import pstats
import sys

stats = pstats.Stats(sys.argv[1])
stats.calc_callees()
print("calls %d primitive %d seconds %.6f" % (stats.total_calls, stats.prim_calls, stats.total_tt))
for function, (primitive, calls, own, cumulative, callers) in sorted(stats.stats.items()):
    print("%s %d %d %.6f %.6f" % (pstats.func_std_string(function), primitive, calls, own, cumulative))
    for caller, (primitive, calls, own, cumulative) in sorted(callers.items()):
        print("  %s %d %d %.6f %.6f" % (pstats.func_std_string(caller), primitive, calls, own, cumulative))

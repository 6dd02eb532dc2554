"""A frame with one variable of every kind of value, standing still.

Says "NAME<tab>REPR" for each variable, arguments first as "!NAME", then "ready".
"""
import collections
import datetime
import decimal
import enum
import sys
import uuid


class Plain(object):
    def __init__(self):
        self.number = 7
        self.text = "seven"


class Slotted(object):
    __slots__ = ("left", "right", "never")

    def __init__(self):
        self.left = 1
        self.right = [2]


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    HIGH = 3


class Text(str):
    pass


class Whole(int):
    pass


class Rows(dict):
    pass


class Wrong(ValueError):
    pass


Point = collections.namedtuple("Point", "x y")


def expect(value):
    """What is to be shown for it: its repr, except where that would run code of a class."""
    kind = type(value)
    if kind is Plain:
        return "<Plain at 0x%x: number=7, text='seven'>" % id(value)
    if kind is Slotted:
        return "<Slotted at 0x%x: left=1, right=[2]>" % id(value)
    if kind is Rows:
        return "Rows(%s)" % dict.__repr__(value)
    if isinstance(value, enum.Enum):
        return "<%s.%s: %d>" % (kind.__name__, value.name, value.value)
    if isinstance(value, BaseException):
        return kind.__name__ + repr(value.args).replace(",)", ")")
    if sys.version_info < (3, 7) and isinstance(value, (datetime.timedelta, datetime.time)):
        return repr(value).replace("timedelta(1, 0, 3)", "timedelta(days=1, microseconds=3)").replace(
            "timedelta(0, 3600)", "timedelta(seconds=3600)"
        )
    if kind is list and len(value) > 32:
        return repr(value[:32])[:-1] + ", \u2026 %d more]" % (len(value) - 32)
    if kind is type(expect):
        return "<function %s at 0x%x>" % (value.__qualname__, id(value))
    if kind is type(sys):
        return "<module '%s'>" % value.__name__
    if kind is type(Plain().__init__):
        return "<bound method %s of Plain at 0x%x>" % (value.__func__.__qualname__, id(value.__self__))
    return repr(value)


def say(line):
    sys.stdout.buffer.write((line + "\n").encode("utf-8", "surrogatepass"))


def stand(positional, *rest, keyword=3, captured=4, **others):
    def inner():
        return captured, cell

    cell = "in a cell"
    none = None
    yes = True
    no = False
    zero = 0
    one = 1
    minus = -1
    digit = 2 ** 30 - 1
    two_digits = 2 ** 30
    long_minus = -(2 ** 62)
    big = 3 ** 100
    whole = Whole(12)
    half = 0.5
    tiny = 5e-324
    small = 1e-05
    large = 1e16
    under = 123456789012345.0
    third = 1 / 3
    negative_zero = -0.0
    infinite = float("inf")
    no_number = float("nan")
    imaginary = 1 - 2j
    only_imaginary = 2.5j
    empty_text = ""
    ascii_text = "plain"
    latin = "caf\u00e9"
    wide = "\u20ac \u4e2d"
    astral = "\U0001f600"
    quotes = "it's"
    both_quotes = "it's \"so\""
    control = "a\tb\nc\rd\x00e\x1bf\\g\x7f\x80\xa0\u200b\u2028"
    sub_text = Text("caf\u00e9")
    octets = b"a'b\x00\xff\n\\"
    mutable = bytearray(b"xyz")
    empty_list = []
    numbers = [1, 2, 3]
    nested = [1, [2, (3,)], {"k": [4]}]
    long_list = list(range(5, 105))[:40]
    empty_tuple = ()
    single = (1,)
    pair = (1, "two")
    point = Point(1, "y")
    loop = [1]
    loop.append(loop)
    dict_loop = {}
    dict_loop["self"] = dict_loop
    empty_dict = {}
    mapping = {"a": 1, "b": [2]}
    mixed = {1: "one", None: 2, (1, 2): 3, "t": 4}
    holes = {"n%d" % i: i for i in range(300)}
    for i in range(299):
        del holes["n%d" % i]
    rows = Rows(a=1)
    empty_set = set()
    some = {1, 2, 3}
    frozen = frozenset(["x"])
    emptied = set(range(10)) - {1, 2, 3}
    ends = collections.deque([1, 2, 3])
    many = collections.deque(range(70))
    for i in range(66):
        many.popleft()
    steps = range(5)
    odd_steps = range(1, 10, 2)
    plain = Plain()
    slotted = Slotted()
    colour = Colour.RED
    level = Level.HIGH
    wrong = Wrong("bad", 3)
    single_wrong = KeyError("k")
    builtin_class = int
    user_class = Plain
    function = expect
    method = plain.__init__
    module = collections
    dots = Ellipsis
    price = decimal.Decimal("-12.50")
    precise = decimal.Decimal(10) ** 30 / 7
    scientific = decimal.Decimal("1E+3")
    tiny_decimal = decimal.Decimal("0E-9")
    no_decimal = decimal.Decimal("NaN")
    limitless = decimal.Decimal("-Infinity")
    identity = uuid.UUID("0123abcd-0000-0000-0000-00000000beef")
    day = datetime.date(2031, 12, 24)
    moment = datetime.datetime(2031, 1, 2, 3, 4)
    exact_moment = datetime.datetime(2031, 1, 2, 3, 4, 0, 60007)
    zoned = datetime.datetime(2031, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    folded = datetime.datetime(2031, 1, 2, 3, 4, fold=1)
    east = datetime.time(1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    clock = datetime.time(23, 59, 58, 999999)
    span = datetime.timedelta(days=1, microseconds=3)
    vars_of_plain = plain.__dict__ if len(sys.argv) > 1 else None
    unset = 1
    del unset
    values = dict(locals())
    arguments = ["positional", "keyword", "captured", "rest", "others"]
    for name in arguments:
        say("!%s\t%s" % (name, expect(values[name])))
    for name in sorted(set(values) - set(arguments)):
        if name not in ("i", "inner"):
            say("%s\t%s" % (name, expect(values[name])))
    del values, arguments, name
    inner()
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    sys.stdin.readline()


stand("p", 1, 2, other="o")

"""A form that computes with every function, for the comparison of two engines: answers of each type,
and one calculation for each expression."""

from xml.sax.saxutils import quoteattr

# Names that stand for answers: a, b texts; n, m whole numbers; x a decimal; d, e days; t a time; w a
# day with a time; o a choice; s several; p persons in a repeat, each with `name` and `age`; q a repeat
# that counts itself.
EXPRESSIONS = """
string(/data/n)
string(/data/x)
concat(/data/a, '-', /data/n, /data/p/age)
join(', ', /data/p/name)
join('|', /data/a, /data/b, 'c')
substr(/data/a, 1, 3)
substr(/data/a, 2)
substr(/data/a, -2)
substring-before(/data/a, ' ')
substring-after(/data/a, ' ')
translate(/data/a, 'abcx', 'ABC')
string-length(/data/a)
normalize-space(/data/a)
contains(/data/a, /data/b)
starts-with(/data/a, /data/b)
ends-with(/data/a, /data/b)
regex(/data/a, '^[a-z ]+$')
regex(/data/a, '[0-9]{2,}')
if(/data/n > 5, 'big', 'small')
if(/data/a, 'there', 'not')
if(/data/n = '', 0, /data/n) + 1
coalesce(/data/a, /data/b)
once(/data/n)
boolean(/data/a)
boolean(/data/n - 1)
boolean-from-string(/data/a)
not(/data/n > 3)
not(selected(/data/s, 'r'))
true()
false()
number(/data/a)
number(/data/n)
number(/data/d)
number(true())
int(/data/x)
int(/data/a)
round(/data/x)
round(/data/x, 1)
round(/data/n div 7, 3)
round(/data/n, -1)
pow(/data/n, 2)
pow(2, /data/m)
abs(/data/n)
abs(/data/x)
min(/data/n, /data/m)
max(/data/n, /data/m, 3)
min(/data/p/age)
max(/data/p/age)
sum(/data/p/age)
count(/data/p)
count(/data/p[age > 5])
count-non-empty(/data/p/age)
sqrt(/data/n)
exp(/data/m)
exp10(/data/m)
round(log(/data/n), 12)
log10(/data/n)
round(pi(), 8)
round(sin(/data/x), 8)
round(cos(/data/x), 8)
round(tan(/data/x), 8)
round(asin(/data/x), 8)
round(acos(/data/x), 8)
round(atan(/data/x), 8)
round(atan2(/data/x, /data/n), 8)
today()
now()
date(/data/d)
date(/data/n)
date(/data/a)
date(/data/d + 30)
format-date(/data/d, '%d.%m.%Y')
format-date(/data/d, '%e %n %y %b %a')
format-date-time(/data/w, '%Y-%m-%d %H:%M:%S')
format-date-time(/data/w, '%h:%M %3')
decimal-date-time(/data/d)
decimal-date-time(/data/d) - decimal-date-time(/data/e)
round(decimal-date-time(/data/w), 6)
decimal-time(/data/t)
selected(/data/s, 'r')
selected(/data/s, /data/o)
selected(/data/o, 'g')
selected-at(/data/s, 0)
selected-at(/data/s, 2)
selected-at(/data/s, /data/n)
count-selected(/data/s)
jr:choice-name(/data/o, '/data/o')
jr:choice-name(selected-at(/data/s, 0), '/data/s')
checklist(1, 2, /data/n > 3, /data/m > 3, /data/x > 3)
checklist(-1, 1, /data/n, /data/m)
weighted-checklist(2, 4, /data/n, 1, /data/m, 2, /data/x, 3)
pulldata('colours', 'label', 'name', /data/o)
instance('colours')/root/item[name = /data/o]/label
instance('colours')/root/item[kind = 'warm'][1]/name
count(instance('colours')/root/item[kind = 'warm'])
digest(/data/a, 'MD5', 'hex')
digest(/data/a, 'SHA-1')
digest(/data/a, 'SHA-256', 'hex')
digest(/data/a, 'SHA-512', 'base64')
base64-decode(/data/b)
base64-decode('R3LDvMOfZQ==')
/data/n + /data/m
/data/n - /data/m
/data/n * /data/x
/data/n div /data/m
/data/n mod /data/m
-/data/n mod 3
- /data/x
/data/n = /data/m
/data/n != /data/m
/data/n < /data/m
/data/n >= /data/x
/data/a = /data/b
/data/a != /data/b
/data/a < /data/n
/data/a = ''
/data/n = ''
/data/n = '5'
(/data/n > 3) = (/data/m > 3)
/data/n > 3 and /data/m > 3
/data/n > 3 or /data/m > 3
/data/d < /data/e
/data/d = /data/e
/data/d >= today()
/data/d < now()
/data/d + 1
/data/d - /data/e
int((today() - /data/d) div 365.25)
/data/w < now()
/data/p/age > 5
/data/p/age = /data/n
/data/p/age != /data/n
/data/p[2]/age
/data/p[age > 5]/name
/data/p[position() = 2]/name
/data/p[last()]/name
/data/p[name = /data/a]/age
sum(/data/p[age > 5]/age)
indexed-repeat(/data/p/age, /data/p, 2)
indexed-repeat(/data/p/age, /data/p, /data/n)
count(/data/q)
sum(/data/q/h)
/data/n * 1000000000000
/data/n div 1000000
1 div 0
-1 div 0
0 div 0
0.1 + 0.2
base64-decode('/w==')
format-date('2026-03-29', '%a')
""".strip().splitlines()

COLOURS = (("r", "Red", "warm"), ("g", "Green", "cold"), ("b", "Blue", "cold"), ("y", "Yel", "warm"))

TYPES = (
    ("a", "string"),
    ("b", "string"),
    ("n", "int"),
    ("m", "int"),
    ("x", "decimal"),
    ("d", "date"),
    ("e", "date"),
    ("t", "time"),
    ("w", "dateTime"),
)

# Further properties by nodes.
BINDS = (
    ("g", 'relevant="/data/n &gt; 2"'),
    ("g/inner", 'relevant="/data/m &gt; 2"'),
    ("g/inner/deep", 'required="/data/n = 3" constraint="string-length(.) &lt; 4" type="string"'),
    ("g/stop", 'readonly="true()" required="true()" relevant="/data/m = 5" type="string"'),
    ("g/limited", 'type="int" constraint=". &gt;= /data/n and . != 7" required="true()"'),
    ("g/own", 'type="string" calculate="concat(/data/a, \'!\')"'),
    ("f", 'type="string" relevant="/data/o != \'\'"'),
    ("p", 'relevant="/data/n != 1"'),
    ("p/name", 'type="string" required="true()"'),
    ("p/age", 'type="int" constraint=". &lt; 100"'),
    ("p/school", 'type="string" relevant="../age &lt; 16"'),
    ("p/place", 'type="string" calculate="position(..)"'),
    ("p/older", 'type="string" calculate="count(/data/p[age &gt; current()/../age])"'),
    ("p/twice", 'type="string" calculate="/data/p/age * 2"'),
    # The other engine takes minutes for a hundred instances.
    ("few", 'type="int" calculate="if(/data/m &gt; 5, 5, /data/m)"'),
    ("q/h", 'type="int"'),
    ("q/label", 'type="string" calculate="concat(position(..), \' of \', /data/m)"'),
)


def control(path, tag="input", inside=""):
    """One question, with its name as its label."""
    return f'<{tag} ref="/data/{path}"><label>{path}</label>{inside}</{tag}>'


def itemset(list_name="colours", predicate=""):
    """Where a question has its options."""
    return (
        f"<itemset nodeset=\"instance('{list_name}')/root/item{predicate}\">"
        '<value ref="name"/><label ref="label"/></itemset>'
    )


def repeated(name, inside):
    """A repeat as forms have it: how each instance begins, and the first one."""
    return f'<{name} jr:template="">{inside}</{name}><{name}>{inside}</{name}>'


def form():
    """The form as XML."""
    computed = [f"c{place}" for place in range(len(EXPRESSIONS))]
    leaves = [name for name, _ in TYPES] + ["o", "s", "f", "few"]
    instance = "".join(f"<{name}/>" for name in leaves + computed)
    person = "<name/><age>30</age><school/><place/><older/><twice/>"
    persons = repeated("p", person)
    groups = "<g><inner><deep/></inner><stop/><limited/><own/></g><q><h>7</h><label/></q>"
    binds = [f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in TYPES]
    binds += [f'<bind nodeset="/data/{path}" {more}/>' for path, more in BINDS]
    binds += [
        f'<bind nodeset="/data/{name}" type="string" calculate={quoteattr(expression)}/>'
        for name, expression in zip(computed, EXPRESSIONS)
    ]
    items = "".join(
        f"<item><name>{name}</name><label>{label}</label><kind>{kind}</kind></item>"
        for name, label, kind in COLOURS
    )
    body = [control(name) for name, _ in TYPES]
    body += [
        control("o", "select1", itemset()),
        control("s", "select", itemset()),
        control("f", "select1", itemset(predicate="[name != /data/o]")),
        f'<group ref="/data/g"><label>G</label><group ref="/data/g/inner"><label>I</label>'
        f'{control("g/inner/deep")}</group>{control("g/stop")}{control("g/limited")}'
        f'{control("g/own")}</group>',
        f'<group ref="/data/p"><label>P</label><repeat nodeset="/data/p">{control("p/name")}'
        f'{control("p/age")}{control("p/school")}</repeat></group>',
        f'<group ref="/data/q"><label>Q</label><repeat nodeset="/data/q" jr:count="/data/few">'
        f'{control("q/h")}</repeat></group>',
    ]
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Expressions</h:title><model>'
        '<itext><translation lang="en" default="true()"><text id="hello"><value>Hello</value></text>'
        f'</translation></itext><instance><data id="expressions">{instance}{groups}{persons}</data>'
        f'</instance><instance id="colours"><root>{items}</root></instance>{"".join(binds)}</model>'
        f'</h:head><h:body>{"".join(body)}</h:body></h:html>'
    )

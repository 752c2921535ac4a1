"""The dependency rule, over #include lines.

Inside a service `main.cc` may use `api`, that may use `app`, that may use the
folders of pure rules. Services meet in proto/ and never include one another;
the runtime knows none of them. `violation` is a pure function of a path and
one included name, so that each rule is shown to fail by includes_test.py.
"""

import re

import tree

_INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)

# Folders of a service that hold rules without clock, input or output.
_PURE = ("domain", "engine", "logic", "analysis", "document", "render", "exchange")

# What is pure of the qualitative material of the survey; its store is not.
_PURE_QUALITATIVE = re.compile(r"services/survey/qualitative/(coding|foreign|measures|rules|text|transcript)/")

# The part of runtime/ that is pure as well; rules may use it.
_PURE_RUNTIME = re.compile(r"runtime/(types/|filter/|indicators/|schema/|rpc/(error|field_violation)\.)")

# The part of runtime/ that knows gRPC: what surrounds a call, and the services that
# all daemons have. Everything else there works without a call.
_RUNTIME_GRPC = (
    r"runtime/(ops/|shared/|supervision/|watch/|rpc/(shell|grpc_status|waiting)\.|resource/(api|kernel)\."
    r"|history/(change_service|watch_stream)\."
    r"|blob/(blob_service|streams)\.)"
)

# Headers of the libraries below that rules must not use all the same.
_IMPURE = re.compile(
    r"(ctime|time\.h|random|thread|mutex|shared_mutex|condition_variable|future"
    r"|fstream|iostream|filesystem|unistd\.h|sys/.*|fcntl\.h"
    r"|absl/time/clock\.h|absl/random/.*|absl/synchronization/.*"
    r"|google/protobuf/io/zero_copy_stream_impl\.h)$"
)

# What `lotse form` uses of the survey service: its readers and rules, which are pure, so that a
# questionnaire is judged offline as on the server.
_OFFLINE_FORMS = re.compile(r"services/survey/(engine|exchange|logic)/")

# <chrono> has the calendar, which rules may use, and clocks, which they may not.
_CLOCK = re.compile(r"\b(?:system|steady|high_resolution|utc)_clock\b")

# Which places may use a library: (name of the library, its headers, places).
# Places are matched from the start of a path. A library that is not listed may
# be used everywhere but in the pure folders.
_LIBRARIES = (
    (
        "gRPC",
        re.compile(r"(grpc|grpcpp|grpc\+\+)/"),
        re.compile(
            _RUNTIME_GRPC + r"|(cli|tests)/|services/\w+/(api|sources)/|services/\w+/main\.cc$"
        ),
    ),
    (
        "the part of the runtime that knows gRPC",
        re.compile(
            r"runtime/(rpc/(shell|grpc_status|waiting)|resource/(api|kernel)"
            r"|history/(change_service|watch_stream)|watch/watch_stream|blob/blob_service)\.h$"
        ),
        re.compile(
            _RUNTIME_GRPC + r"|(cli|tests)/|services/\w+/(api|sources)/|services/\w+/main\.cc$"
        ),
    ),
    (
        "generated gRPC code",
        re.compile(r".*\.grpc\.pb\.h$"),
        re.compile(_RUNTIME_GRPC + r"|(cli|tests)/|services/\w+/(api|sources)/"),
    ),
    (
        "the store's library",
        re.compile(r"(SQLiteCpp/|sqlite3\.h$|libpq)"),
        re.compile(r"(runtime/sql|tests)/"),
    ),
    (
        "prometheus-cpp",
        re.compile(r"prometheus/"),
        re.compile(r"(runtime|tests)/|services/\w+/(api/|follow/|main\.cc$)"),
    ),
    (
        "the web server",
        re.compile(r"(civetweb\.h|CivetServer\.h)$"),
        re.compile(r"(runtime/ops|tests)/"),
    ),
    (
        "pugixml",
        re.compile(r"pugixml\.hpp$"),
        re.compile(
            r"services/\w+/exchange/|services/reporting/render/workbook_parts\.|tests/"
            r"|services/survey/qualitative/transcript/docx_"
        ),
    ),
    (
        "minizip",
        re.compile(r"minizip/"),
        re.compile(
            r"services/reporting/render/workbook_parts\.|services/survey/exchange/archive/zip_archive\."
        ),
    ),
    (
        "zlib",
        re.compile(r"zlib\.h$"),
        re.compile(r"runtime/types/zip_stream\.|tests/"),
    ),
    (
        "ReadStat",
        re.compile(r"readstat\.h$"),
        re.compile(r"services/\w+/exchange/|tests/"),
    ),
    (
        "libxlsxwriter",
        re.compile(r"xlsxwriter\.h$"),
        re.compile(
            r"services/reporting/render/workbook\.|services/survey/exchange/tables/xlsx_writer\."
        ),
    ),
    (
        "Clp",
        re.compile(r"coin/"),
        re.compile(r"services/survey/analysis/suppression/"),
    ),
    (
        "Boost.Math",
        re.compile(r"boost/"),
        re.compile(r"services/survey/analysis/statistics/distributions\.cc$"),
    ),
    (
        "ICU",
        re.compile(r"unicode/"),
        re.compile(
            r"services/reporting/document/message\.cc$"
            r"|services/survey/qualitative/text/(abbreviations\.cc$|breaks\.|clusters\.cc$|folded\.cc$"
            r"|name_words\.cc$|person_ids\.cc$)"
        ),
    ),
    (
        "cmark-gfm",
        re.compile(r"cmark-gfm"),
        re.compile(
            r"services/reporting/document/common_mark\.h$"
            r"|services/survey/qualitative/transcript/markdown_transcript\.cc$"
        ),
    ),
    (
        "OpenSSL",
        re.compile(r"openssl/"),
        re.compile(
            r"runtime/(auth|types|history|blob|ops)/|(cli|tests)/|services/\w+/document/"
            r"|services/survey/logic/functions/digest_functions\.cc$"
        ),
    ),
    (
        "RE2",
        re.compile(r"re2/"),
        re.compile(r"services/survey/logic/functions/regex\."),
    ),
    (
        "libcurl",
        re.compile(r"curl/"),
        re.compile(r"runtime/auth/|tests/"),
    ),
)


def included(text):
    """The names in the #include lines of a source file."""
    return _INCLUDE.findall(text)


def _service(path):
    """(service, first folder or file below it) of a path below services/."""
    parts = path.split("/")
    return (parts[1], parts[2]) if parts[0] == "services" and len(parts) > 2 else (None, None)


def _library_violation(path, name):
    for library, headers, places in _LIBRARIES:
        if headers.match(name) and not places.match(path):
            return f"{library} is not used here"
    return None


def _order_violation(path, name):
    """Between our own folders."""
    service, layer = _service(path)
    other, other_layer = _service(name)
    if path.startswith("runtime/") and name.startswith(("services/", "cli/")):
        return "the runtime knows no service and no command"
    if path.startswith("cli/form/") and _OFFLINE_FORMS.match(name):
        return None
    if path.startswith("cli/") and name.startswith("services/"):
        return "the command line is a client: it meets services in proto/"
    if service is None:
        return None
    if name.startswith("cli/"):
        return "a service does not know the command line"
    if other is not None and other != service:
        return "services never include one another; they meet in proto/"
    if other is not None and layer not in ("main.cc", "api") and other_layer == "api":
        return "only main.cc uses api/"
    return None


def _is_pure(path):
    return (
        _service(path)[1] in _PURE
        or bool(_PURE_QUALITATIVE.match(path))
        or bool(_PURE_RUNTIME.match(path))
    )


def _is_allowed_in_pure(path, name):
    service, layer = _service(path)
    other, _ = _service(name)
    if _IMPURE.match(name):
        return False
    if name.endswith(".pb.h"):
        return not name.endswith(".grpc.pb.h")
    if name.startswith(("services/", "runtime/")):
        return _is_pure(name) and other in (None, service)
    if name.startswith(("absl/", "google/protobuf/", "data/")):
        return True  # data/: files that are compiled in
    if name.startswith("openssl/"):
        return layer in ("document", "logic") or path.startswith("runtime/types/")  # hashes
    if name == "readstat.h":
        return layer == "exchange"  # forms of files; they write through what they are given
    if name in ("pugixml.hpp", "zlib.h", "xlsxwriter.h", "minizip/unzip.h"):
        return True  # of the same kind; _LIBRARIES says where
    if name.startswith("re2/"):
        return layer == "logic"
    if name.startswith("coin/"):
        return layer == "analysis"  # arithmetic without side effects
    if name.startswith("boost/math/"):
        return layer == "analysis"
    if name.startswith("unicode/") or name == "cmark-gfm.h":
        return layer in ("document", "qualitative")  # texts that people write or say
    return "/" not in name and not name.endswith((".h", ".hpp"))  # the standard library


def violation(path, name):
    """Why `path` must not include `name`; None if it may."""
    reason = _order_violation(path, name)
    if reason or tree.is_test(path):
        return reason
    reason = _library_violation(path, name)
    if not reason and _is_pure(path) and not _is_allowed_in_pure(path, name):
        reason = "rules are pure here: no clock, no input or output, no store, no calls"
    return reason


def clock_use(path, text):
    """The clock that pure rules read; None if they read none."""
    match = _CLOCK.search(text) if _is_pure(path) and not tree.is_test(path) else None
    return match.group() if match else None

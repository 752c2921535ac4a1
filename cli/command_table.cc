// All commands with their flags and their help.
#include "cli/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kDevFlags[] = {
    {"data", "DIR", "where data and logs lie (lotse-data)"},
    {"bin", "DIR", "where the services' programs lie (beside this one)"},
    {"port-base", "N", "ports N+1 to N+3 and N+11 to N+13 (7400)"},
    {"ready-file", "FILE", "written with the addresses as JSON when all are ready"},
};

constexpr FlagSpec kImportQuestionnaireFlags[] = {
    {"parent", "NAME", "the engagement, programmes/P/engagements/E (required)"},
    {"id", "ID", "last part of the questionnaire's name (required)"},
    {"mapping", "MAPPING.json", "see lotse help mapping"},
    {"format", "quexml", "form of the file (quexml)"},
    {"language", "TAG", "language of its texts (the mapping's, else de)"},
};

constexpr FlagSpec kImportAnswersFlags[] = {
    {"wave", "NAME", "the wave (required)"},
    {"mapping", "MAPPING.json", "see lotse help mapping (required)"},
    {"dry-run", nullptr, "checks everything and sends nothing"},
    {"skip-unmapped", nullptr, "leaves out records that cannot be mapped"},
};

constexpr FlagSpec kTableFlags[] = {
    {"language", "de|en", "language of the table (de)"},
    {"ascii", nullptr, "bars of # instead of blocks"},
};

constexpr FlagSpec kReportFlags[] = {
    {"id", "ID", "last part of the report's name (required)"},
    {"wave", "NAME", "a wave whose results it shows; may be repeated", true},
    {"language", "de|en", "language of the report (de)"},
    {"out", "FILE", "where to write it (ID.html)"},
    {"format", "html|json", "form of the file (html)"},
};

constexpr FlagSpec kReportGetFlags[] = {
    {"out", "FILE", "where to write it (required)"},
    {"format", "html|json", "form of the file (html)"},
};

constexpr char kDevHelp[] =
    R"(Starts the three services as children, on loopback only, and waits until they
are ready (--timeout). Ctrl-C or SIGTERM stops them; a second one kills them.
Their logs lie beside their data.
)";

constexpr char kCallHelp[] =
    R"(Calls a method with a request as JSON and prints the reply as JSON. METHOD is
lotse.survey.v1alpha.SurveyService/GetWave or an unambiguous end of it, such as
GetWave. The request is an argument, stdin (-) or a file (@FILE); none means {}.
A field that the request does not have is an error.
)";

constexpr char kMethodsHelp[] =
    R"(Lists the methods, or those whose name contains FILTER (in either case), each
with the type of its request.
)";

constexpr char kDescribeHelp[] =
    R"(Shows the fields of a message, the values of an enumeration, or request and
reply of a method. The name may be an unambiguous end.
)";

constexpr char kImportQuestionnaireHelp[] =
    R"(Reads a questionnaire from a file and stores it. The amendments of the mapping
are made while reading. Everything that was changed or left out is listed.
)";

constexpr char kImportAnswersHelp[] =
    R"(Reads a table (CSV of RFC 4180, UTF-8, comma or semicolon), maps its records to
the wave's questionnaire and sends them one by one. What is wrong with the
mapping or with a cell is reported at once, before anything is sent; as long as
one record cannot be mapped, none is sent. --skip-unmapped sends the others all
the same. The same file can be imported again: nothing is stored twice. A
corrected file is a new file: its records would be stored a second time. See
lotse help mapping.
)";

constexpr char kTableHelp[] =
    R"(Shows how often each answer was given: all questions, or those with the given
codes (question, item or matrix). Protected figures stay protected.
)";

constexpr char kReportHelp[] =
    R"(Makes a report of an engagement, renders it and writes it to a file. The same
call again gives the same report. An existing file is replaced.
)";

constexpr Command kCommands[] = {
    {"help",
     "[COMMAND|TOPIC]",
     0,
     2,
     "explains commands and topics",
     "Explains a command or a topic; without one, lists them.\n",
     {},
     RunHelp},
    {"dev", "", 0, 0, "starts the three services on this machine", kDevHelp, kDevFlags, RunDev},
    {"call", "METHOD [JSON|-|@FILE]", 1, 2, "calls any method", kCallHelp, {}, RunCall},
    {"methods", "[FILTER]", 0, 1, "lists the methods", kMethodsHelp, {}, RunMethods},
    {"describe",
     "TYPE|METHOD",
     1,
     1,
     "shows the fields of a type or a method",
     kDescribeHelp,
     {},
     RunDescribe},
    {"import questionnaire", "FILE --parent=NAME --id=ID", 1, 1,
     "stores a questionnaire from a file", kImportQuestionnaireHelp, kImportQuestionnaireFlags,
     RunImportQuestionnaire},
    {"import answers", "FILE.csv --wave=NAME --mapping=FILE", 1, 1,
     "sends the records of a table as answers", kImportAnswersHelp, kImportAnswersFlags,
     RunImportAnswers},
    {"table", "WAVE [CODE...]", 1, -1, "shows the tables of a closed wave", kTableHelp, kTableFlags,
     RunTable},
    {"report", "PARENT --id=ID", 1, 1, "makes a report and writes it to a file", kReportHelp,
     kReportFlags, RunReport},
    {"report get", "NAME --out=FILE", 1, 1, "writes an existing report to a file",
     "Renders a report that exists and writes it to a file.\n", kReportGetFlags, RunReportGet},
};

}  // namespace

absl::Span<const Command> AllCommands() { return kCommands; }

}  // namespace lotse::cli

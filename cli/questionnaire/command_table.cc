// The commands of questionnaires with their flags and their help.
#include <vector>

#include "cli/questionnaire/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kMappingFlag = {"mapping", "FILE.json",
                                   "what became of codes, see lotse help questionnaire publish"};
constexpr FlagSpec kReasonFlag = {"reason", "TEXT", "why, for the change log"};

constexpr FlagSpec kExportFlags[] = {
    {"format", "xlsx|csv|xforms", "XLSForm as a workbook or as CSV, or XForms XML (required)"},
    {"out", "FILE", "where to write it; - is stdout (required)"},
};

constexpr FlagSpec kValidateFlags[] = {kMappingFlag};

constexpr FlagSpec kCompareFlags[] = {
    {"from", "NAME", "the version before (its previous)"},
    kMappingFlag,
    {"all", nullptr, "changes that are safe too"},
    {"suggested", nullptr, "a file for --mapping with what is suggested, to be mended"},
};

constexpr FlagSpec kPublishFlags[] = {
    kMappingFlag,
    {"accept", "CODES", "codes whose changes break with answers before; may be repeated", true},
    kReasonFlag,
    {"dry-run", nullptr, "says what stands against it and changes nothing"},
};

constexpr FlagSpec kRetireFlags[] = {kReasonFlag};

constexpr char kExportHelp[] =
    R"(Writes a questionnaire to a file that other programs for forms read, a draft too. What the
form of the file cannot hold, such as classes of numbers, is told with the code that it
concerns, and is not in the file. One that cannot be written is told as an error; then
there is no file, and it ends with 5. With --out=- stdout has the file alone, and stderr
what is told.

  lotse questionnaire export programmes/vopi/engagements/uster/instruments/personal-2026 \
      --format=xlsx --out=personal-2026.xlsx
)";

constexpr char kValidateHelp[] =
    R"(Says what stands against publishing a questionnaire: each rule that it breaks, with its
place, and what changed since its previous version that is not safe. Warnings tell what is
allowed and probably not meant, once no rule is broken. Ends with 5 if it breaks rules.

  lotse questionnaire validate programmes/vopi/engagements/uster/instruments/personal-2026
)";

constexpr char kCompareHelp[] =
    R"(Compares a questionnaire with the version before, by what becomes of answers that were
given to that one:

  safe           each would be taken now too, and means the same
  needs mapping  so it is if somebody says what became of a code
  breaking       some would not be taken now, or mean something else
  settled        not safe, and the mappings say what is to be said

Answers themselves are not looked at.

  lotse questionnaire compare programmes/vopi/engagements/uster/instruments/personal-2026
)";

constexpr char kPublishHelp[] =
    R"(Publishes a draft; it never changes again, and waves can ask it. Warnings come first; with
--dry-run they are read while it can still be mended. One with a previous version needs a
mapping for each code that is gone or has quite another text, of questions and of options,
and --accept for each code whose change breaks. A mapping is a JSON file; without `to`
nothing corresponds to the code any more, and mapped to itself it is the same still:

  {"mappings": [{"from": "Dein_Alter", "to": "alter"},
                {"from": "wege", "to": "wege",
                 "options": [{"from": "zeitung", "to": "presse"}]},
                {"from": "fax"}],
   "acceptBreaking": ["stunden"]}

  lotse questionnaire publish programmes/vopi/engagements/uster/instruments/personal-2026
)";

constexpr char kRetireHelp[] =
    R"(Retires a published questionnaire: no wave is released with it any more. Waves that are
released go on.

  lotse questionnaire retire programmes/vopi/engagements/uster/instruments/personal-2025
)";

}  // namespace

absl::Span<const Command> QuestionnaireCommands() {
  static const auto* commands = new std::vector<Command>{
      {"questionnaire export", "NAME --format=FORM --out=FILE", 1, 1,
       "writes a questionnaire to a file", kExportHelp, kExportFlags, RunQuestionnaireExport},
      {"questionnaire validate", "NAME", 1, 1, "says what stands against publishing a draft",
       kValidateHelp, kValidateFlags, RunQuestionnaireValidate},
      {"questionnaire compare", "NAME", 1, 1, "compares it with the version before", kCompareHelp,
       kCompareFlags, RunQuestionnaireCompare},
      {"questionnaire publish", "NAME", 1, 1, "publishes a draft", kPublishHelp, kPublishFlags,
       RunQuestionnairePublish},
      {"questionnaire retire", "NAME", 1, 1, "keeps new waves from asking it", kRetireHelp,
       kRetireFlags, RunQuestionnaireRetire},
  };
  return *commands;
}

}  // namespace lotse::cli

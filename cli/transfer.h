#pragma once

#include "cli/args.h"

// Flags and help of the commands that export and import.
namespace lotse::cli {

inline constexpr FlagSpec kExportFlags[] = {
    {"out", "FILE", "where to write it (required)"},
    {"keep", nullptr, "leaves job and file in the service"},
    {"language", "de|en", "language in which refused rows are explained (en)"},
};

inline constexpr FlagSpec kImportEngagementFlags[] = {
    {"dry-run", nullptr, "decides every row and keeps nothing"},
    {"keep", nullptr, "leaves job and file in the service"},
    {"language", "de|en", "language in which refused rows are explained (en)"},
};

inline constexpr FlagSpec kImportCsvFlags[] = {
    {"parent", "NAME/COLLECTION", "what the rows are, as for lotse export csv (required)"},
    {"dry-run", nullptr, "decides every row and keeps nothing"},
    {"keep", nullptr, "leaves job and file in the service"},
    {"language", "de|en", "language in which refused rows are explained (en)"},
};

inline constexpr char kExportEngagementHelp[] =
    R"(Writes a whole engagement with its states, and what it refers to (programme, phase template,
administration, units, code lists), to a file of JSON lines. lotse import engagement brings
it back in another store. What you may not read is not in it, and neither is what is deleted.
The file holds all that the engagement says of persons: keep it as you would keep that.
)";

inline constexpr char kExportCsvHelp[] =
    R"(Writes the resources of one kind to a table, for example
programmes/P/engagements/E/goals, programmes/P/engagements/E/phases (of all tracks) or
programmes/P/engagements. A column for each field, called by its path; lists are JSON. What a
spreadsheet would take for a formula has an apostrophe before it, which the import takes away.
)";

inline constexpr char kImportEngagementHelp[] =
    R"(Brings an engagement back from the file that lotse export engagement wrote: same names,
same fields, same states. Nothing that is there is overwritten: what is there already with the
same content is left, with another content it is refused. So the same file can be imported again.
It takes every permission that could have brought the engagement there. Where the programme is
not there yet, it is created from the file.
)";

inline constexpr char kImportCsvHelp[] =
    R"(Creates and updates resources of one kind from a table, by the rules of their methods and
with your rights. The column name has names or, right below the parent, ids. Columns that are
not there say nothing, rows that are not there delete nothing. What only the server sets, such as
states, has to be what it is. A row with the column etag is refused if somebody changed the
resource meanwhile.
)";

}  // namespace lotse::cli

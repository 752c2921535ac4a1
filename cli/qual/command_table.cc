// The commands of qualitative studies with their flags and their help.
#include "cli/qual/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguage = {"language", "de|en", "language of what is shown (de)"};
constexpr FlagSpec kWidth = {"width", "N", "columns, 60 to 500 (those of the terminal)"};
constexpr FlagSpec kAscii = {"ascii", nullptr, "signs and letters of ASCII only"};
constexpr FlagSpec kPlace = {"place", "NAME", "in this case or text only; may be repeated", true};

constexpr FlagSpec kImportFlags[] = {
    {"format", "FORM", "form of the file, see above (that of its name)"},
    {"title", "TEXT", "what a text or a codebook is called; needed for a text"},
    {"kind", "WHAT", "transcript, notes, document or open-answers (transcript)"},
    {"text-language", "TAG", "language of the texts (de)"},
    {"speaker", "LABEL=P07", "the pseudonym of a speaker of a transcript; may be repeated", true},
    {"codebook", "ID", "id of the codebook that is made, or of the one that has the codes"},
    {"source", "TEXT=CASE", "the case of a text of a project; may be repeated", true},
    {"new-case", "FILE", "the case that each other text of a project gets, a StudyCase as JSON"},
    {"user", "NAME=CODER", "the coder of a user of a file; may be repeated", true},
    {"coder", "ID", "the coder of what a file gives no user"},
    {"leave-out-foreign", nullptr, "without sets, links, variables and cases of other programs"},
    {"dry-run", nullptr, "reads and checks only; nothing is stored"},
    kLanguage,
    kWidth,
    kAscii,
};

constexpr FlagSpec kCodeFlags[] = {
    {"coder", "ID", "the coder as whom you code (required)"},
    {"range", "BEGIN-END", "the part, in code points from 0; END is behind the last one"},
    {"wording", "TEXT", "the part by its words, letter by letter"},
    {"occurrence", "N", "which one, where the wording stands several times; from 1"},
    {"all", nullptr, "everywhere that the wording stands"},
    kLanguage,
    kWidth,
    kAscii,
};

constexpr FlagSpec kFindFlags[] = {
    {"code", "CODES", "with one of these codes; may be repeated", true},
    {"below", nullptr, "codes below those count for them"},
    {"coder", "IDS", "coded by one of these coders; may be repeated", true},
    {"role", "CODE", "where somebody with this role speaks"},
    {"attribute", "CODE=CATEGORY", "where somebody of this category speaks; may be repeated", true},
    {"speaker", "P07", "where this pseudonym speaks"},
    {"keyword", "WORDS", "one word or several in a row, in context, in place of codes"},
    {"prefix", nullptr, "the last word of --keyword may go on"},
    {"context", "N", "words before and behind, 0 to 50 (0; of a keyword 8)"},
    kPlace,
    {"most", "N", "how many at most (100)"},
    kLanguage,
    kWidth,
    kAscii,
};

constexpr FlagSpec kAgreementFlags[] = {
    {"coder", "IDS", "the coders that are compared, two or more (required)", true},
    {"code", "CODES", "the codes, as CODEBOOK/CODE (required); may be repeated", true},
    {"below", nullptr, "codes below those count for them"},
    {"unit", "UNIT", "turn, sentence, window or text (turn)"},
    {"window", "N", "code points of a window, 10 to 100000"},
    {"exclusive", nullptr, "a unit has one of the codes: all of them in one figure"},
    {"ordered", nullptr, "the same, and the codes are a scale from low to high, in their order"},
    {"worked-through", "CODER=NAME", "a case or text that a coder worked through; may be repeated",
     true},
    kPlace,
    kLanguage,
    kWidth,
    kAscii,
};

constexpr FlagSpec kExportFlags[] = {
    {"format", "FORM", "see above (qdpx; of a codebook qdc)"},
    {"revision", "N", "a codebook as it was at this revision"},
    {"out", "FILE", "where to write it (required)"},
    kLanguage,
    kWidth,
    kAscii,
};

constexpr char kImportHelp[] =
    R"(Reads a file into a CASE or a STUDY. What was changed or left out is listed; with an error
nothing is stored, and exit code 5 says so. The same command again stores nothing twice.

Into a case, a text: txt, md, docx, vtt or srt. Names are never kept: --speaker says which
pseudonym a label of the file stands for, and labels that are pseudonyms of the case need
none.

Into a study, a codebook with --codebook=ID: qdc (REFI-QDA) or csv. Or what another program
has: qdpx (REFI-QDA), codings (a table as lotse qual export writes it) or taguette. --source
says in which case a text of a project belongs, --user which coder a user is. With
--new-case each other text gets a case of its own, as the file says (lotse describe
StudyCase). Sets, links, variables and cases of other programs are kept with their names, so
that lotse qual export writes them back; these may name people, and --leave-out-foreign
leaves them out.

  S=programmes/vopi/engagements/musterstadt/studies/haus
  lotse qual import $S/cases/gruppe-1 g1.vtt --title="Gruppe 1" --speaker="Moderation=M1"
  lotse qual import $S codes.qdc --codebook=themen
  lotse qual import $S other.qdpx --codebook=themen --source=Gruppe1=gruppe-1 --user=AB=eins
)";

constexpr char kCodeHelp[] =
    R"(Gives a code to a part of a TEXT, as one of the coders of the study: whose subject you have.
The part is a range of code points, or words as they stand in the text. Where they stand
several times, nothing is coded until --occurrence or --all says which are meant. The CODE
is CODEBOOK/CODE. What has the code already by the same coder stays as it is. That the text
was read is noted.

  S=programmes/vopi/engagements/musterstadt/studies/haus
  T=$S/cases/gruppe-1/texts/0b6f7a52-3c1d-4f0a-9e57-1a2b3c4d5e6f
  lotse qual code $T themen/zugang --coder=eins --wording="keine Treppe, nur Stufen"
  lotse qual code $T themen/zugang --coder=eins --range=120-164
)";

constexpr char kFindHelp[] =
    R"(Shows what was said in a STUDY: parts with given codes, where somebody of given attributes
speaks, or a keyword in its context. All that is given has to hold. Each part has its text,
its range and who speaks, as a pseudonym. Of participants who took their consent back
nothing is shown. That it was read is noted.

  S=programmes/vopi/engagements/musterstadt/studies/haus
  lotse qual find $S --code=themen/zugang --below --attribute=alter=u40
  lotse qual find $S --keyword=Zugang --prefix --context=12 --place=$S/cases/gruppe-1
)";

constexpr char kAgreementHelp[] =
    R"(Shows how far coders of a STUDY agree, by the unit of the first line: a row for each code
with the units that were compared, the share of them that agree, Cohen's kappa and Fleiss'
kappa with their standard errors, Krippendorff's alpha and Brennan-Prediger. Cohen's kappa
is of two coders; of more of them there is a row for each two. --ordered adds weighted
kappas. A figure that cannot be worked out is a dash. While a study is blind, who codes in
it cannot ask.

That a coder gave no code says something only in texts that they worked through: those in
which they coded anything, and those of --worked-through. Elsewhere it is missing.

  S=programmes/vopi/engagements/musterstadt/studies/haus
  lotse qual agreement $S --coder=eins,zwei --code=themen/zugang,themen/wege
  lotse qual agreement $S --coder=eins,zwei --code=themen/wege --unit=window --window=200
  lotse qual agreement $S --coder=k1,k2 --code=themen/wege --worked-through=k2=$S/cases/g1
)";

constexpr char kExportHelp[] =
    R"(Writes a STUDY or a CODEBOOK to a file for other programs; for its owner only. What was left
out is listed. It has pseudonyms and ids of coders, no names. That it was read is noted.

  qdpx          of a study: a project of REFI-QDA 1.5 with all that it has
  csv           of a study: its codings; of a codebook: its codes (commas, UTF-8)
  csv-excel-de  the same for a German Excel: semicolons and a byte order mark
  qdc           of a codebook: REFI-QDA

  S=programmes/vopi/engagements/musterstadt/studies/haus
  lotse qual export $S --out=haus.qdpx
  lotse qual export $S/codebooks/themen --format=csv --out=themen.csv
)";

constexpr Command kCommands[] = {
    {"qual import", "CASE|STUDY FILE", 2, 2, "reads a text, a codebook or a project", kImportHelp,
     kImportFlags, RunQualImport},
    {"qual code", "TEXT CODE --coder=ID --range=BEGIN-END|--wording=TEXT", 2, 2,
     "gives a code to a part of a text", kCodeHelp, kCodeFlags, RunQualCode},
    {"qual find", "STUDY", 1, 1, "shows what was said, by codes or a word", kFindHelp, kFindFlags,
     RunQualFind},
    {"qual agreement", "STUDY --coder=IDS --code=CODES", 1, 1, "shows how far coders agree",
     kAgreementHelp, kAgreementFlags, RunQualAgreement},
    {"qual export", "STUDY|CODEBOOK --out=FILE", 1, 1, "writes a study or a codebook to a file",
     kExportHelp, kExportFlags, RunQualExport},
};

}  // namespace

absl::Span<const Command> QualCommands() { return kCommands; }

}  // namespace lotse::cli

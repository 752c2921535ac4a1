// The general commands with their flags and their help.
#include "cli/commands.h"
#include "cli/seed_help.h"
#include "cli/transfer.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kDevFlags[] = {
    {"data", "DIR", "where data and logs lie (lotse-data)"},
    {"bin", "DIR", "where the services' programs lie (beside this one)"},
    {"auth", nullptr, "with TLS, and asks who calls; see above"},
    {"port-base", "N", "ports N+1 to N+3 and N+11 to N+13 (7400)"},
    {"ready-file", "FILE", "written with the addresses as JSON when all are ready"},
};

constexpr FlagSpec kLoginFlags[] = {
    {"token-command", "COMMAND", "a command that prints the token (LOTSE_TOKEN_COMMAND)"},
    {"store", nullptr, "keeps the token itself"},
    {"forget", nullptr, "removes what was kept"},
};

constexpr FlagSpec kGrantAddFlags[] = {
    {"subject", "NAME", "whose role it is: the subject of a token, or service:NAME"},
    {"group", "NAME", "whose role it is: everybody whose token names this group"},
    {"role", "ROLE", "for example auditor or institute-consultant (required)"},
    {"reason", "TEXT", "why it is given (required)"},
    {"until", "DATE|DURATION", "until when it counts (until it is revoked)"},
    {"id", "ID", "last part of the grant's name (a UUID)"},
};

constexpr FlagSpec kDevTokenFlags[] = {
    {"subject", "NAME", "who the token is for (required)"},
    {"group", "NAME", "a group that this is a member of; may be repeated", true},
    {"hours", "N", "how long it is good, up to 720 (8)"},
};

constexpr FlagSpec kImportQuestionnaireFlags[] = {
    {"parent", "NAME", "the engagement, programmes/P/engagements/E (required)"},
    {"id", "ID", "last part of the questionnaire's name (required)"},
    {"file", "FILE", "with a list of options that it names; may be repeated", true},
    {"mapping", "MAPPING.json", "see lotse help mapping"},
    {"format", "NAME", "quexml, xlsform, xforms, limesurvey or limesurvey-tsv (by the file)"},
    {"language", "TAG", "of texts that name none (the mapping's, else de)"},
    {"draft", nullptr, "keeps it as a draft, see lotse help questionnaire publish"},
    {"previous", "NAME", "the questionnaire it is a new version of; then it is a draft"},
    {"replace", "ETAG", "puts it in the place of the draft with this etag"},
};

constexpr FlagSpec kImportAnswersFlags[] = {
    {"wave", "NAME", "the wave (required)"},
    {"mapping", "MAPPING.json", "see lotse help mapping (columns are codes)"},
    {"dry-run", nullptr, "checks everything and sends nothing"},
    {"skip-unmapped", nullptr, "leaves out records that cannot be mapped"},
    {"tokens", "FILE.csv", "tokens of invitations, one for each record"},
};

constexpr FlagSpec kImportTerritoriesFlags[] = {
    {"source", "TEXT", "where the list comes from, with licence (required)"},
    {"source-version", "TEXT", "edition of the list (required)"},
    {"as-of", "DATE", "day of counts and borders (that of population_YYYY_MM_DD)"},
    {"dry-run", nullptr, "checks everything and changes nothing"},
};

constexpr FlagSpec kServiceFlag = {"service", "NAME",
                                   "whom to ask: engagement, survey or reporting"};
constexpr FlagSpec kCallFlags[] = {kServiceFlag};

constexpr FlagSpec kBlobPutFlags[] = {
    {"parent", "NAME", "engagement, programme or administration (required)"},
    {"type", "TYPE", "its media type, for example application/pdf (required)"},
    kServiceFlag,
};

constexpr FlagSpec kBlobGetFlags[] = {
    {"out", "FILE", "where to write it (required)"},
    kServiceFlag,
};

constexpr FlagSpec kDataFlag = {"data", "DIR", "the data folder of one daemon (required)"};
constexpr FlagSpec kKindFlag = {"kind", "TYPE", "only these, for example Goal"};
constexpr FlagSpec kDataFlags[] = {kDataFlag};
constexpr FlagSpec kStoreShowFlags[] = {kDataFlag,
                                        {"history", nullptr, "also each entry of its change log"}};
constexpr FlagSpec kStoreGrepFlags[] = {kDataFlag, kKindFlag};
constexpr FlagSpec kStoreExportFlags[] = {
    kDataFlag,
    kKindFlag,
    {"format", "jsonl|csv", "JSON lines, or CSV of one kind (jsonl)"},
    {"out", "FILE", "where to write it (stdout)"},
};
constexpr FlagSpec kStoreBackupFlags[] = {kDataFlag, {"out", "DIR", "the new folder (required)"}};
constexpr FlagSpec kStoreRestoreFlags[] = {
    {"from", "DIR", "the backup (required)"},
    {"data", "DIR", "the data folder to make (required)"},
};

constexpr char kDevHelp[] =
    R"(Starts the three services as children, on loopback only, and waits until they
are ready (--timeout). Ctrl-C or SIGTERM stops them; a second one kills them.
Their logs lie beside their data.

With --auth they serve TLS and ask who calls: for a token of lotse dev token, or a
certificate of lotse dev certificates. Both are made of the folder certificates in the data
folder, which is made if it is not there and is good for 30 days; remove it to get a new
one. What an admin has to set is printed; others get their tokens with lotse dev token.
)";

constexpr char kDevCertificatesHelp[] =
    R"(Makes an authority (ca), a certificate for daemons on this machine (server), one
each for the services lotse-survey and lotse-reporting as clients, all good for 30 days,
and the key of an issuer of tokens (issuer.key, jwks.json). Keys have mode 0600.
What exists is not overwritten. They are for loopback only: an authority whose key lies
beside it proves nothing.

  lotse-survey --tls_certificate=FOLDER/server.pem --tls_key=FOLDER/server.key \
    --tls_client_ca=FOLDER/ca.pem ...
  lotse call ListWaves --tls-ca=FOLDER/ca.pem
)";

constexpr char kDevTokenHelp[] =
    R"(Prints a token (JWT) signed with the issuer.key that lotse dev certificates made
in the folder, with issuer https://lotse.localhost and audience lotse. Whoever has the
token is its subject: give it to daemons on loopback only.
)";

constexpr char kLoginHelp[] =
    R"(Takes an access token (JWT), asks the engagement service whose it is, and prints
that with the rights. The token comes from a file, the environment or a command, else from
standard input. The file or command is kept for later calls: in login.json in
$XDG_CONFIG_HOME/lotse, else ~/.config/lotse. --store keeps the token itself there.

Every command takes the token from the first of these that is there:

  --token-file=FILE     a file that nobody else may read
  LOTSE_TOKEN           the token
  LOTSE_TOKEN_FILE      such a file
  LOTSE_TOKEN_COMMAND   a command that prints it; it may take as long as a call
  lotse login           what is kept

There is no flag for the token itself: others see the command lines of a machine.
Without TLS it is sent to this machine only.
)";

constexpr char kGrantAddHelp[] =
    R"(Gives somebody a role in PREFIX, which is an engagement, a programme or an
administration, and in all below it. The roles are platform-admin, institute-consultant,
municipal-coordinator, steering-group-member, department-contributor, analyst,
data-steward, auditor, integration-system and respondent; role.proto says what each allows.

--until takes a date, to whose end in Germany the grant counts (2026-12-31), a time
(2026-12-31T12:00:00Z), or minutes, hours, days or weeks from now (90m, 12h, 30d, 6w).
)";

constexpr char kGrantListHelp[] =
    R"(Lists the grants at one engagement, programme or administration, also those that have
expired. Those at the engagements of a programme are asked for one by one.
)";

constexpr char kGrantRevokeHelp[] =
    R"(Takes a grant back, by its name: PREFIX/grants/ID.
)";

constexpr char kGrantWhoHelp[] =
    R"(Shows who can see a resource: all grants that count for it now, those of what it lies
in too. NAME may be of any service. Platform admins and services that the configuration
names are not among them.
)";

constexpr char kCallHelp[] =
    R"(Calls a method with a request as JSON and prints the reply as JSON. METHOD is
lotse.survey.v1alpha.SurveyService/GetWave or an unambiguous end of it, such as
GetWave. The request is an argument, stdin (-) or a file (@FILE); none means {}.
A field that the request does not have is an error. Methods that every service has
(changes, files) need --service. Of a method that goes on answering, each message is
a line of JSON, until the end or Ctrl-C. Without --timeout it goes on for ever; with
it, it ends after that time, with exit code 0 if a message was printed.
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
are made while reading. Everything that was changed or left out is listed. It is published
at once unless it is to be a draft.
)";

constexpr char kImportAnswersHelp[] =
    R"(Reads a table (CSV of RFC 4180, UTF-8, comma or semicolon), maps its records to
the wave's questionnaire and sends them one by one. What is wrong with the
mapping or with a cell is reported at once, before anything is sent; as long as
one record cannot be mapped, none is sent. --skip-unmapped sends the others all
the same. The same file can be imported again: nothing is stored twice. A
corrected file is a new file: its records would be stored a second time. See
lotse help mapping. A wave for those who are invited needs --tokens, a table as
lotse invite issue writes it: answers on paper use up the invitations of those
who sent them, whoever they are.
)";

constexpr char kImportTerritoriesHelp[] =
    R"(Reads a list of official keys (CSV as for lotse import answers) and sends its rows. The
columns are found by their names: ars, ars12 or key; ags; name; population or
population_YYYY_MM_DD; quality; valid_from; valid_to; successors (keys, with spaces).
Only the key is needed. Wrong lines are reported and the others go in; the same list
again changes nothing. Associations, districts and Länder follow from the keys.
)";

constexpr char kBlobPutHelp[] =
    R"(Stores a file of up to 16 MiB and prints what is known of it. That it arrived as
it lies here is checked by its SHA-256. These types are taken:

  application/json  application/pdf  application/xml  application/zip
  audio/mpeg  audio/ogg  image/jpeg  image/png  image/svg+xml
  text/csv  text/markdown  text/plain
  application/vnd.oasis.opendocument.presentation
  application/vnd.oasis.opendocument.spreadsheet
  application/vnd.oasis.opendocument.text
  application/vnd.openxmlformats-officedocument.presentationml.presentation
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
  application/vnd.openxmlformats-officedocument.wordprocessingml.document
)";

constexpr char kBlobGetHelp[] =
    R"(Reads a stored file and writes it once all of it has come. An existing file is
replaced; where a link leads, the file there. What is no file, such as a pipe, is
written to.
)";

constexpr char kStoreShowHelp[] =
    R"(Prints a resource as JSON, with --history each entry of its change log behind it.
It reads only; the daemon may run. Exit code 1 if there is nothing of that name.
)";

constexpr char kStoreGrepHelp[] =
    R"(Lists the resources that hold a text (in either case), each with the fields that
do. Deleted ones that can be undeleted are among them. A field `reason` means that an
entry of its change log has it as the reason of a step; such a resource may be deleted
for good. It reads only; the daemon may run.
)";

constexpr char kStoreExportHelp[] =
    R"(Writes every resource that is not deleted: a line of JSON each, or CSV with a
column per field, in which what has parts is JSON. In CSV a text that begins with =, +,
-, @ or a tab has a ' before it, so that no spreadsheet takes it for a formula. A file
that --out makes is for its owner only (mode 0600). Answers of people are never among
them. It reads only; the daemon may run.
)";

constexpr char kStoreVerifyHelp[] =
    R"(Looks through all databases of a daemon: every page, the chains of the change
logs, and whether each resource is what its log says last. Names each fault; exit code
5 if there is one. The sum of the heads that it prints, kept elsewhere, shows later
whether the end of a log was cut off; it is the sha256 of the daemon's log line
change_logs. With --json it prints one object: folder, files, resources, entries, heads,
and faults as a list of where and what. The daemon may run.
)";

constexpr char kStoreBackupHelp[] =
    R"(Copies all databases of a daemon into a new folder (mode 0700), each as it is at
one moment, and verifies them there. The folder above it must exist, so that a disk
that is not mounted is noticed. The same command can be given again after one that was
killed. With --json it prints what lotse store verify does. The daemon may run; see the
operations manual on waves that are open.
)";

constexpr char kStoreRestoreHelp[] =
    R"(Verifies a backup and makes a data folder of it, which must not exist or be
empty. With --json it prints what lotse store verify does of the backup. Start the
daemon afterwards.
)";

constexpr char kStoreRewriteHelp[] =
    R"(Writes all databases of a daemon anew, so that nothing that was deleted is left in
them. The daemon must not run; each file needs as much disk and memory again. With --json it
prints one object: folder, and files as a list of file, bytesBefore and bytesAfter.
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
    {"dev certificates",
     "FOLDER",
     1,
     1,
     "makes certificates for development",
     kDevCertificatesHelp,
     {},
     RunDevCertificates},
    {"dev token", "FOLDER --subject=NAME", 1, 1, "makes a token for development", kDevTokenHelp,
     kDevTokenFlags, RunDevToken},
    {"seed", "STORY", 1, 1, "fills a new data folder with a story", kSeedHelp, kSeedFlags, RunSeed},
    {"login", "", 0, 0, "says who you are and keeps how you show it", kLoginHelp, kLoginFlags,
     RunLogin},
    {"grant add", "PREFIX --subject=NAME|--group=NAME --role=ROLE --reason=TEXT", 1, 1,
     "gives somebody a role", kGrantAddHelp, kGrantAddFlags, RunGrantAdd},
    {"grant list", "PREFIX", 1, 1, "lists grants of a resource", kGrantListHelp, {}, RunGrantList},
    {"grant revoke", "NAME", 1, 1, "takes a grant back", kGrantRevokeHelp, {}, RunGrantRevoke},
    {"grant who", "NAME", 1, 1, "shows who can see a resource", kGrantWhoHelp, {}, RunGrantWho},
    {"call", "METHOD [JSON|-|@FILE]", 1, 2, "calls any method", kCallHelp, kCallFlags, RunCall},
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
    {"import answers", "FILE.csv --wave=NAME", 1, 1, "sends the records of a table as answers",
     kImportAnswersHelp, kImportAnswersFlags, RunImportAnswers},
    {"import territories", "FILE.csv --source=TEXT --source-version=TEXT", 1, 1,
     "stores an official list of areas", kImportTerritoriesHelp, kImportTerritoriesFlags,
     RunImportTerritories},
    {"import engagement", "FILE", 1, 1, "brings an engagement back from its file",
     kImportEngagementHelp, kImportEngagementFlags, RunImportEngagement},
    {"import csv", "FILE.csv --parent=NAME/COLLECTION", 1, 1,
     "creates and updates resources from a table", kImportCsvHelp, kImportCsvFlags, RunImportCsv},
    {"export engagement", "NAME --out=FILE", 1, 1, "writes an engagement to a file",
     kExportEngagementHelp, kExportFlags, RunExportEngagement},
    {"export csv", "NAME/COLLECTION --out=FILE", 1, 1, "writes resources of one kind to a table",
     kExportCsvHelp, kExportFlags, RunExportCsv},
    {"blob put", "FILE --parent=NAME --type=TYPE", 1, 1, "stores a file", kBlobPutHelp,
     kBlobPutFlags, RunBlobPut},
    {"blob get", "NAME --out=FILE", 1, 1, "writes a stored file to a file", kBlobGetHelp,
     kBlobGetFlags, RunBlobGet},
    {"store show", "NAME --data=DIR", 1, 1, "shows a stored resource", kStoreShowHelp,
     kStoreShowFlags, RunStoreShow},
    {"store grep", "TEXT --data=DIR", 1, 1, "finds stored resources by a text", kStoreGrepHelp,
     kStoreGrepFlags, RunStoreGrep},
    {"store export", "--data=DIR", 0, 0, "writes stored resources as JSON or CSV", kStoreExportHelp,
     kStoreExportFlags, RunStoreExport},
    {"store verify", "--data=DIR", 0, 0, "looks for damage", kStoreVerifyHelp, kDataFlags,
     RunStoreVerify},
    {"store backup", "--data=DIR --out=DIR", 0, 0, "copies the data of a daemon", kStoreBackupHelp,
     kStoreBackupFlags, RunStoreBackup},
    {"store restore", "--from=DIR --data=DIR", 0, 0, "makes a data folder of a copy",
     kStoreRestoreHelp, kStoreRestoreFlags, RunStoreRestore},
    {"store rewrite", "--data=DIR", 0, 0, "writes the data of a daemon anew", kStoreRewriteHelp,
     kDataFlags, RunStoreRewrite},
};

}  // namespace

absl::Span<const Command> GeneralCommands() { return kCommands; }

}  // namespace lotse::cli

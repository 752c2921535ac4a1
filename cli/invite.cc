// lotse invite: who is invited to a wave, who is to be reminded.
#include "cli/invite.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "cli/channel.h"
#include "cli/csv.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/issued_tokens.h"
#include "cli/json.h"
#include "cli/patience.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/invitation_service.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::InvitationMark;
using survey::v1alpha::IssueInvitationsRequest;
using survey::v1alpha::IssueInvitationsResponse;
using survey::v1alpha::ListRemindersRequest;
using survey::v1alpha::ListRemindersResponse;
using survey::v1alpha::MarkInvitationsRequest;
using survey::v1alpha::MarkInvitationsResponse;
using survey::v1alpha::Recipient;

// As many as a call may have.
constexpr int kMostInACall = 5000;
// Tokens and lists of people are for their owner alone.
constexpr mode_t kPrivate = 0600;

std::string Say(absl::string_view german, absl::string_view english, const ViewOptions& options) {
  return Show(Either(options.language, german, english), options);
}

// A table of which some columns are read.
class Columns {
 public:
  // DataError that names the file if the first of `known` is missing or a column is none of
  // them.
  static absl::StatusOr<Columns> Read(const std::string& path,
                                      const std::vector<std::string>& known,
                                      const ViewOptions& options) {
    const auto say = [&](absl::string_view german, absl::string_view english) {
      return Say(german, english, options);
    };
    const absl::StatusOr<std::string> content = ReadFile(path);
    if (!content.ok()) return content.status();
    absl::StatusOr<CsvTable> table = ParseCsv(*content);
    if (!table.ok()) return DataError(absl::StrCat(path, ": ", table.status().message()));
    for (const std::string& column : table->header) {
      if (std::find(known.begin(), known.end(), column) != known.end()) continue;
      return DataError(
          absl::StrCat(path, say(": Spalte ", ": column "), Printable(column),
                       say(" ist nicht bekannt", " is not known"), DidYouMean(column, known),
                       say("; weglassen, was nicht gebraucht wird, vor allem Namen und Adressen",
                           "; leave out what is not needed, names and addresses above all")));
    }
    Columns columns(*std::move(table));
    if (columns.PlaceOf(known[0]) < 0) {
      return DataError(absl::StrCat(path, say(": Spalte ", ": column "), known[0],
                                    say(" fehlt", " is missing")));
    }
    for (const CsvRecord& record : columns.table_.records) {
      if (record.fields.size() == columns.table_.header.size()) continue;
      return DataError(absl::StrCat(path, say(": Zeile ", ": line "), record.line,
                                    say(" hat ", " has "), record.fields.size(),
                                    say(" Felder, die Kopfzeile hat ", " fields, the header has "),
                                    columns.table_.header.size()));
    }
    return columns;
  }

  const std::vector<CsvRecord>& records() const { return table_.records; }
  // Empty if there is no such column.
  std::string Cell(const CsvRecord& record, absl::string_view column) const {
    const int place = PlaceOf(column);
    if (place < 0) return "";
    return std::string(absl::StripAsciiWhitespace(record.fields[place].text));
  }

 private:
  explicit Columns(CsvTable table) : table_(std::move(table)) {}
  int PlaceOf(absl::string_view column) const {
    const auto it = std::find(table_.header.begin(), table_.header.end(), column);
    return it == table_.header.end() ? -1 : static_cast<int>(it - table_.header.begin());
  }

  CsvTable table_;
};

absl::StatusOr<std::string> WaveOf(const Args& args) {
  if (!args.Get("wave").empty()) return args.Get("wave");
  return UsageError("which wave? Give --wave=NAME");
}

// Sends the records of a table in calls of as many as one may have, in `field`. The service counts
// them anew in each call, so an error about one tells which line the first is.
absl::Status InCalls(const std::vector<CsvRecord>& records, absl::string_view field,
                     const ViewOptions& options,
                     absl::FunctionRef<absl::Status(absl::Span<const CsvRecord>)> call) {
  for (size_t from = 0; from < records.size(); from += kMostInACall) {
    const size_t count = std::min<size_t>(kMostInACall, records.size() - from);
    const absl::Status s = call(absl::MakeConstSpan(records).subspan(from, count));
    if (s.code() == absl::StatusCode::kInvalidArgument) {
      return WithLine(
          s, absl::StrCat(field, Say("[0] ist Zeile ", "[0] is line ", options), records[from].line,
                          Say(" der Datei", " of the file", options)));
    }
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

// A number with what it is called for people and in JSON.
struct Named {
  const char* german;
  const char* english;
  const char* key;
  int64_t number;
};

void PrintNumbers(const Invocation& invocation, const ViewOptions& options,
                  const std::vector<Named>& numbers) {
  if (!invocation.settings.json) {
    std::vector<std::vector<std::string>> rows;
    for (const Named& one : numbers) {
      rows.push_back({Say(one.german, one.english, options), absl::StrCat(one.number)});
    }
    invocation.environment.out << AlignColumns(rows);
    return;
  }
  JsonObject object;
  for (const Named& one : numbers) object.Add(one.key, one.number);
  invocation.environment.out << object.str() << "\n";
}

void TellIssued(const Invocation& invocation, const ViewOptions& options,
                const IssuedTokens& tokens) {
  PrintNumbers(invocation, options,
               {{"ausgegeben", "issued", "issued", tokens.issued()},
                {"schon früher ausgegeben", "issued before", "issuedBefore", tokens.before()}});
  if (tokens.before() == 0 || invocation.settings.json) return;
  invocation.environment.err
      << Say("Wer schon ein Token hatte, behält es und steht nicht in der Datei. Ist die Datei von "
             "damals verloren, gibt --reissue neue aus; die alten gelten dann nicht mehr.",
             "Who had a token keeps it and is not in the file. If the file of then is lost, "
             "--reissue makes new ones; the old ones are worth nothing then.",
             options)
      << "\n";
}

bool ReadYes(absl::string_view cell, bool* yes) {
  *yes = cell == "1" || absl::EqualsIgnoreCase(cell, "true") ||
         absl::EqualsIgnoreCase(cell, "yes") || absl::EqualsIgnoreCase(cell, "ja");
  return *yes || cell == "0" || absl::EqualsIgnoreCase(cell, "false") ||
         absl::EqualsIgnoreCase(cell, "no") || absl::EqualsIgnoreCase(cell, "nein");
}

// The mark of a record; DataError with its line.
absl::Status ReadMark(const Columns& columns, const CsvRecord& record, absl::string_view language,
                      InvitationMark* mark) {
  mark->set_recipient(columns.Cell(record, "recipient"));
  const std::pair<const char*, std::function<void(bool)>> marks[] = {
      {"bounced", [&](bool yes) { mark->set_bounced(yes); }},
      {"opted_out", [&](bool yes) { mark->set_opted_out(yes); }},
      {"revoked", [&](bool yes) { mark->set_revoked(yes); }}};
  for (const auto& [column, set] : marks) {
    const std::string cell = columns.Cell(record, column);
    bool yes = false;
    if (cell.empty()) continue;  // Stays as it is.
    if (!ReadYes(cell, &yes)) {
      return DataError(
          absl::StrCat(Either(language, "Zeile ", "line "), record.line,
                       Either(language, ", Spalte ", ", column "), column,
                       Either(language, ": ja oder nein schreiben", ": write yes or no")));
    }
    set(yes);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunInviteIssue(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto wave = WaveOf(args);
  if (!wave.ok()) return wave.status();
  const std::string out = args.Get("out");
  if (out.empty()) return UsageError("where do the tokens go? Give --out=FILE");
  const auto columns = Columns::Read(args.positional[0], {"recipient", "stratum"}, *options);
  if (!columns.ok()) return columns.status();
  // Tokens are given out once: they must have a place before they are made.
  absl::StatusOr<IssuedTokens> tokens = IssuedTokens::Begin(out, *options);
  if (!tokens.ok()) return tokens.status();
  Client client(invocation.settings);
  const absl::Status sent =
      InCalls(columns->records(), "recipients", *options, [&](absl::Span<const CsvRecord> records) {
        IssueInvitationsRequest request;
        request.set_parent(*wave);
        request.set_reissue(args.Has("reissue"));
        for (const CsvRecord& record : records) {
          Recipient* recipient = request.add_recipients();
          recipient->set_recipient(columns->Cell(record, "recipient"));
          recipient->set_stratum(columns->Cell(record, "stratum"));
        }
        IssueInvitationsResponse reply;
        absl::Status status = CallPatiently(&client, request, &reply);
        return status.ok() ? tokens->Add(reply) : status;
      });
  tokens->End();
  if (sent.ok() || tokens->issued() + tokens->before() > 0) {
    TellIssued(invocation, *options, *tokens);
  }
  if (sent.ok() || ExitCodeOf(sent) == ExitCode::kFile || tokens->issued() == 0) return sent;
  return WithLine(sent, Say("was davor ausgegeben wurde, steht in der Datei; die übrigen in einer "
                            "eigenen Liste senden",
                            "those that were issued before are in the file; send the others in a "
                            "list of their own",
                            *options));
}

absl::Status RunInviteRemind(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string out = invocation.args.Get("out");
  if (out.empty()) return UsageError("where does the list go? Give --out=FILE");
  ListRemindersRequest request;
  request.set_parent(invocation.args.positional[0]);
  request.set_page_size(kMostInACall);
  Client client(invocation.settings);
  std::string table;
  types::AppendCsvRecord({"recipient", "stratum"}, &table);
  int64_t recipients = 0;
  do {
    ListRemindersResponse page;
    if (absl::Status s = CallPatiently(&client, request, &page); !s.ok()) return s;
    for (const Recipient& recipient : page.recipients()) {
      types::AppendCsvRecord({recipient.recipient(), recipient.stratum()}, &table);
      ++recipients;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (absl::Status s = WriteFileAtomically(out, table, kPrivate); !s.ok()) return s;
  PrintNumbers(invocation, *options, {{"zu erinnern", "to remind", "toRemind", recipients}});
  return absl::OkStatus();
}

absl::Status RunInviteMark(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto wave = WaveOf(invocation.args);
  if (!wave.ok()) return wave.status();
  const std::string& path = invocation.args.positional[0];
  const auto columns =
      Columns::Read(path, {"recipient", "bounced", "opted_out", "revoked"}, *options);
  if (!columns.ok()) return columns.status();
  // All are read before the first is sent.
  std::vector<InvitationMark> marks(columns->records().size());
  for (size_t i = 0; i < marks.size(); ++i) {
    const absl::Status read =
        ReadMark(*columns, columns->records()[i], options->language, &marks[i]);
    if (!read.ok()) return DataError(absl::StrCat(path, ": ", read.message()));
  }
  Client client(invocation.settings);
  std::vector<std::string> unknown;
  size_t next = 0;
  absl::Status sent =
      InCalls(columns->records(), "marks", *options, [&](absl::Span<const CsvRecord> records) {
        MarkInvitationsRequest request;
        request.set_parent(*wave);
        for (size_t i = 0; i < records.size(); ++i) *request.add_marks() = marks[next++];
        MarkInvitationsResponse reply;
        absl::Status status = CallPatiently(&client, request, &reply);
        unknown.insert(unknown.end(), reply.unknown_recipients().begin(),
                       reply.unknown_recipients().end());
        return status;
      });
  if (!sent.ok()) return sent;
  const auto lost = static_cast<int64_t>(unknown.size());
  PrintNumbers(invocation, *options,
               {{"vermerkt", "marked", "marked", static_cast<int64_t>(marks.size()) - lost},
                {"nicht eingeladen", "unknown", "unknown", lost}});
  if (unknown.empty()) return absl::OkStatus();
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Say(german, english, *options);
  };
  std::vector<Problem> problems;
  for (const std::string& recipient : unknown) {
    problems.push_back({Printable(recipient), say("wurde nicht eingeladen", "was not invited")});
  }
  return DataError(absl::StrCat(path, say(": manche wurden nicht eingeladen; die übrigen sind "
                                          "vermerkt",
                                          ": some were not invited; the others are marked")),
                   problems);
}

absl::Status RunInviteCount(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  survey::v1alpha::CountInvitationsRequest request;
  request.set_parent(invocation.args.positional[0]);
  survey::v1alpha::CountInvitationsResponse reply;
  if (absl::Status s = Client(invocation.settings).Call(request, &reply); !s.ok()) return s;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(reply, /*indented=*/false);
    return absl::OkStatus();
  }
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Say(german, english, *options);
  };
  std::vector<std::vector<std::string>> rows = {
      {say("SCHICHT", "STRATUM"), say("EINGELADEN", "INVITED"), say("GEANTWORTET", "ANSWERED"),
       say("UNZUSTELLBAR", "BOUNCED"), say("OHNE ERINNERUNG", "OPTED OUT"),
       say("WIDERRUFEN", "REVOKED")}};
  for (const auto& count : reply.counts()) {
    rows.push_back(
        {count.stratum().empty() ? "-" : count.stratum(), absl::StrCat(count.invited()),
         count.has_answered() ? absl::StrCat(count.answered()) : say("geschützt", "protected"),
         absl::StrCat(count.bounced()), absl::StrCat(count.opted_out()),
         absl::StrCat(count.revoked())});
  }
  if (reply.counts().empty()) {
    invocation.environment.err << say("niemand ist eingeladen", "nobody is invited") << "\n";
  } else {
    out << AlignColumns(rows);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli

// lotse store show, grep and export: what is stored.
#include <algorithm>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/store_file.h"
#include "cli/text.h"
#include "runtime/schema/address.h"

namespace lotse::cli {
namespace {

absl::StatusOr<std::unique_ptr<StoreFile>> OpenData(const Invocation& invocation) {
  const std::string folder = invocation.args.Get("data");
  if (folder.empty()) return UsageError("which data? Give --data=DIR");
  return StoreFile::Open(folder);
}

// `text` in lower case: ASCII, and what German and its neighbours have beyond.
std::string Folded(absl::string_view text) {
  std::string folded = absl::AsciiStrToLower(text);
  for (size_t i = 1; i < folded.size(); ++i) {
    // U+00C0 to U+00DE without the sign U+00D7 are two bytes in UTF-8.
    const auto second = static_cast<unsigned char>(folded[i]);
    const bool capital = folded[i - 1] == '\xC3' && second >= 0x80 && second <= 0x9E;
    if (capital && second != 0x97) folded[i] = static_cast<char>(second + 0x20);
  }
  return folded;
}

std::string HistoryLine(const sql::Query& entry) {
  return JsonObject()
      .Add("sequence", entry.Number(0))
      .Add("time", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromUnixMicros(entry.Number(1)),
                                    absl::UTCTimeZone()))
      .Add("verb", entry.View(2))
      .Add("actor", entry.View(3))
      .Add("role", entry.View(4))
      .Add("revision", entry.Number(5))
      .Add("reason", entry.View(6))
      .str();
}

// RFC 4180: quoted where need be.
std::string CsvCell(absl::string_view text) {
  if (text.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(text);
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

// A text so that no spreadsheet takes it for a formula and runs it.
std::string Harmless(std::string text) {
  if (!text.empty() && absl::StrContains("=+-@\t", text.front())) text.insert(0, "'");
  return text;
}

std::string CsvHeader(const schema::Kind& kind) {
  std::vector<std::string> cells;
  const auto* descriptor = kind.prototype->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    cells.push_back(CsvCell(descriptor->field(i)->json_name()));
  }
  return absl::StrCat(absl::StrJoin(cells, ","), "\r\n");
}

std::string CsvLine(const google::protobuf::Message& message) {
  std::map<std::string, std::string> values;
  for (auto& [name, json] : JsonFields(message)) values[name] = json;
  std::vector<std::string> cells;
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    const bool is_text = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING &&
                         field->type() != google::protobuf::FieldDescriptor::TYPE_BYTES &&
                         !field->is_repeated();
    std::string value = values[field->json_name()];
    if (is_text) {
      value = Harmless(message.GetReflection()->GetString(message, field));
    } else if (absl::StartsWith(value, "\"")) {  // An enumeration, a time, a large number.
      value = value.substr(1, value.size() - 2);
    }
    cells.push_back(CsvCell(value));
  }
  return absl::StrCat(absl::StrJoin(cells, ","), "\r\n");
}

// The resources that have the text in a reason of their change log.
std::set<std::string> NamesWithReason(sql::Connection* connection, absl::string_view wanted) {
  std::set<std::string> names;
  sql::Query entries = connection->Prepare("OperatorReasons");
  while (entries.Next()) {
    if (absl::StrContains(Folded(JsonString(entries.View(1))), wanted)) {
      names.insert(entries.Text(0));
    }
  }
  return names;
}

void PrintFound(const Invocation& invocation, const std::string& name,
                const std::vector<std::string>& fields) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject().Add("name", name).AddRaw("fields", JsonStrings(fields)).str() << "\n";
  } else {
    out << name << ": " << absl::StrJoin(fields, ", ") << "\n";
  }
}

}  // namespace

absl::Status RunStoreShow(const Invocation& invocation) {
  const auto store = OpenData(invocation);
  if (!store.ok()) return store.status();
  const std::string& name = invocation.args.positional[0];
  std::ostream& out = invocation.environment.out;
  return (*store)->Read([&](sql::Connection& connection) -> absl::Status {
    bool found = false;
    absl::Status shown = (*store)->ForEach(nullptr, [&](StoredResource stored) {
      if (stored.name != name) return absl::OkStatus();
      found = true;
      out << MessageJson(*stored.message, !invocation.settings.json);
      return absl::OkStatus();
    });
    if (!shown.ok()) return shown;
    if (invocation.args.Has("history")) {
      sql::Query entries = connection.Prepare("OperatorHistory");
      entries.Bind(1, schema::OwnerOf(name)).Bind(2, name);
      for (; entries.Next(); found = true) out << HistoryLine(entries) << "\n";
    }
    if (found) return absl::OkStatus();
    return absl::NotFoundError(
        absl::StrCat(name, " is not in ", (*store)->file(),
                     "; what was deleted for good is in its --history only"));
  });
}

absl::Status RunStoreGrep(const Invocation& invocation) {
  const auto store = OpenData(invocation);
  if (!store.ok()) return store.status();
  const auto kind = (*store)->KindOfType(invocation.args.Get("kind"));
  if (!kind.ok()) return kind.status();
  // Compared as JSON has it, without the quotation marks around.
  const std::string quoted = JsonString(invocation.args.positional[0]);
  const std::string wanted = Folded(absl::string_view(quoted).substr(1, quoted.size() - 2));
  return (*store)->Read([&](sql::Connection& connection) -> absl::Status {
    std::set<std::string> reasons = NamesWithReason(&connection, wanted);
    absl::Status read = (*store)->ForEach(*kind, [&](StoredResource stored) {
      std::vector<std::string> fields;
      for (const auto& [name, json] : JsonFields(*stored.message)) {
        if (absl::StrContains(Folded(json), wanted)) fields.push_back(name);
      }
      if (reasons.erase(stored.name) > 0) fields.emplace_back("reason");
      if (!fields.empty()) PrintFound(invocation, stored.name, fields);
      return absl::OkStatus();
    });
    // What was deleted for good is in the log only.
    for (const std::string& name : reasons) {
      const bool wanted_kind = *kind == nullptr || (*store)->schema().KindOfName(name) == *kind;
      if (read.ok() && wanted_kind) PrintFound(invocation, name, {"reason"});
    }
    return read;
  });
}

absl::Status RunStoreExport(const Invocation& invocation) {
  const Args& args = invocation.args;
  const std::string format = args.Get("format", "jsonl");
  if (format != "jsonl" && format != "csv") return UsageError("--format: give jsonl or csv");
  const auto store = OpenData(invocation);
  if (!store.ok()) return store.status();
  const auto kind = (*store)->KindOfType(args.Get("kind"));
  if (!kind.ok()) return kind.status();
  const bool csv = format == "csv";
  if (csv && *kind == nullptr) {
    return UsageError("each kind has columns of its own: --format=csv needs --kind=TYPE");
  }
  std::ostringstream file;
  std::ostream& out = args.Has("out") ? file : invocation.environment.out;
  if (csv) out << CsvHeader(**kind);
  absl::Status exported = (*store)->Read([&](sql::Connection&) {
    return (*store)->ForEach(*kind, [&](StoredResource stored) {
      if (stored.deleted) return absl::OkStatus();
      if (csv) {
        out << CsvLine(*stored.message);
        return absl::OkStatus();
      }
      std::string json = MessageJson(*stored.message, false);
      json.pop_back();
      out << JsonObject().Add("type", stored.kind->type).AddRaw("resource", json).str() << "\n";
      return absl::OkStatus();
    });
  });
  if (!exported.ok() || !args.Has("out")) return exported;
  // What it holds is as confidential as the store.
  return WriteFileAtomically(args.Get("out"), file.str(), 0600);
}

}  // namespace lotse::cli

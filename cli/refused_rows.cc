// The records of a table that were not stored, in a file of their own.
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/outgoing.h"

namespace lotse::cli {
namespace {

// People's answers, and tokens: for the owner only.
constexpr mode_t kPrivate = 0600;

std::string TokensFile(const std::string& path) { return path + ".tokens.csv"; }

std::string AsCsv(const CsvTable& table, const std::set<int>& numbers) {
  std::string text;
  types::AppendCsvRecord(table.header, &text);
  for (const CsvRecord& record : table.records) {
    if (!numbers.contains(record.number)) continue;
    std::vector<std::string> fields;
    for (const CsvField& field : record.fields) fields.push_back(field.text);
    types::AppendCsvRecord(fields, &text);
  }
  return text;
}

std::string AsJsonLines(const CsvTable& table, const std::set<int>& numbers) {
  std::string text;
  for (const CsvRecord& record : table.records) {
    if (!numbers.contains(record.number)) continue;
    JsonObject object;
    // What a line of JSON does not have is an empty cell.
    for (size_t i = 0; i < record.fields.size(); ++i) {
      if (!record.fields[i].text.empty()) object.Add(table.header[i], record.fields[i].text);
    }
    absl::StrAppend(&text, object.str(), "\n");
  }
  return text;
}

absl::Status CheckNew(const std::string& path) {
  struct stat about;
  if (lstat(path.c_str(), &about) == 0) {
    return FileError(absl::StrCat(path,
                                  ": is there already; records that somebody may have "
                                  "corrected are not overwritten"));
  }
  return CheckWritable(path);
}

}  // namespace

absl::Status CheckRefusedFile(const std::string& path, const AnswerTable& input) {
  if (absl::Status s = CheckNew(path); !s.ok() || input.tokens.empty()) return s;
  return CheckNew(TokensFile(path));
}

absl::Status WriteRefused(const std::string& path, const AnswerTable& input,
                          const Outcome& outcome) {
  if (outcome.failed.empty()) return absl::OkStatus();
  if (!input.tokens.empty()) {
    std::string tokens;
    types::AppendCsvRecord({"token"}, &tokens);
    for (const int number : outcome.failed) {
      types::AppendCsvRecord({input.tokens[number - 1]}, &tokens);
    }
    if (absl::Status s = WriteFileAtomically(TokensFile(path), tokens, kPrivate); !s.ok()) return s;
  }
  const absl::Status written =
      WriteFileAtomically(path,
                          input.json_lines ? AsJsonLines(input.table, outcome.failed)
                                           : AsCsv(input.table, outcome.failed),
                          kPrivate);
  // Alone they would be of no use, and CheckRefusedFile would stop at them the next time.
  if (!written.ok() && !input.tokens.empty()) unlink(TokensFile(path).c_str());
  return written;
}

}  // namespace lotse::cli

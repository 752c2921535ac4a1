// lotse store verify: whether what is stored is whole.
#include "cli/store_verify.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/store_file.h"
#include "runtime/history/change_log.h"
#include "runtime/sql/maintenance.h"

namespace lotse::cli {
namespace {

// Faults that are listed; the others are counted.
constexpr size_t kMaxListed = 100;

struct Findings {
  std::vector<Problem> problems;
  size_t more = 0;

  void Add(absl::string_view where, absl::string_view what) {
    if (problems.size() == kMaxListed) {
      ++more;
    } else {
      problems.push_back({std::string(where), std::string(what)});
    }
  }
};

absl::Status CheckResources(StoreFile& store, std::ostream& out, Findings* findings) {
  return store.Read([&](sql::Connection& connection) -> absl::Status {
    int64_t entries = 0;
    int64_t resources = 0;
    const absl::Status logs = history::VerifyAllLogs(connection, &entries);
    if (!logs.ok()) {
      for (const absl::string_view line : absl::StrSplit(logs.message(), '\n')) {
        findings->Add(store.file(), line);
      }
    }
    absl::Status read = store.ForEach(nullptr, [&](StoredResource stored) {
      ++resources;
      const auto* reflection = stored.message->GetReflection();
      if (reflection->GetString(*stored.message, stored.kind->name) != stored.name) {
        findings->Add(stored.name, "is stored under a name that is not its own");
      }
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    out << store.file() << ": " << resources << " resources, " << entries
        << " entries of the change logs, heads " << history::Summarize(connection).sha256 << "\n";
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status VerifyFolder(const std::string& folder, std::ostream& out) {
  const auto files = DatabasesIn(folder);
  if (!files.ok()) return files.status();
  Findings findings;
  for (const std::string& file : *files) {
    const absl::Status whole = sql::CheckIntegrity(absl::StrCat(folder, "/", file));
    if (!whole.ok() && !absl::IsDataLoss(whole)) return FromStore(whole);
    if (!whole.ok()) findings.Add(file, whole.message());
    if (whole.ok()) out << file << ": every page is whole\n";
  }
  // What is read from damaged pages says nothing.
  if (findings.problems.empty()) {
    const auto store = StoreFile::Open(folder);
    if (!store.ok()) return store.status();
    const absl::Status checked = CheckResources(**store, out, &findings);
    if (!checked.ok() && ExitCodeOf(checked) != ExitCode::kData) return checked;
    if (!checked.ok()) findings.Add((*store)->file(), checked.message());
  }
  if (findings.problems.empty()) return absl::OkStatus();
  return DataError(absl::StrCat(folder, " has ", findings.problems.size() + findings.more,
                                " faults", findings.more > 0 ? ", the first of which are" : ""),
                   findings.problems);
}

absl::Status RunStoreVerify(const Invocation& invocation) {
  const std::string folder = invocation.args.Get("data");
  if (folder.empty()) return UsageError("which data? Give --data=DIR");
  return VerifyFolder(folder, invocation.environment.out);
}

}  // namespace lotse::cli

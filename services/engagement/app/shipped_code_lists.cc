#include "services/engagement/app/shipped_code_lists.h"

#include <cstdio>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "data/code_lists.h"
#include "google/protobuf/util/json_util.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::CodeList;

namespace {

// As services are called that do something by themselves.
constexpr char kActor[] = "lotse-engagement";

CodeList ParseShipped(const sql::EmbeddedFile& file) {
  CodeList list;
  const auto parsed = google::protobuf::util::JsonStringToMessage(file.text, &list);
  if (!parsed.ok()) {
    std::fprintf(stderr, "%s: %s\n", file.name, parsed.ToString().c_str());
    std::abort();  // It is part of the program.
  }
  return list;
}

// The name of the list in a file, which is called like its id.
std::string NameOf(const sql::EmbeddedFile& file) {
  return absl::StrCat("codeLists/", absl::StripSuffix(file.name, ".json"));
}

bool IsMissing(Tx& tx, const std::string& name) {
  return absl::IsNotFound(tx.CheckThere(name, /*live=*/false));
}

}  // namespace

std::vector<CodeList> ShippedCodeLists() {
  std::vector<CodeList> lists;
  for (const sql::EmbeddedFile& file : code_lists) lists.push_back(ParseShipped(file));
  // Crosswalks lead from one list to others, which have none.
  absl::c_stable_partition(lists, [](const CodeList& list) { return list.crosswalks().empty(); });
  return lists;
}

absl::StatusOr<int> InstallCodeLists(resource::Store* store) {
  bool missing = false;
  const absl::Status read = store->Read([&](Tx& tx) {
    missing = absl::c_any_of(
        code_lists, [&](const sql::EmbeddedFile& file) { return IsMissing(tx, NameOf(file)); });
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (!missing) return 0;
  const std::vector<CodeList> lists = ShippedCodeLists();
  int stored = 0;
  const absl::Status written = store->WriteAndWait({kActor, "", ""}, [&](Tx& tx) {
    stored = 0;
    for (CodeList list : lists) {
      if (!IsMissing(tx, list.name())) continue;
      if (absl::Status s = tx.Create(&list); !s.ok()) return s;
      ++stored;
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return stored;
}

}  // namespace lotse::engagement

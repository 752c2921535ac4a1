#include "services/engagement/domain/code_list_rules.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using type::v1alpha::Text;
using v1alpha::CodeList;
using v1alpha::CodeListEntry;
using v1alpha::Crosswalk;

namespace {

constexpr size_t kMaxUriBytes = 200;
constexpr size_t kMaxVersionBytes = 20;
constexpr size_t kMaxSourceBytes = 300;
constexpr size_t kMaxAliasBytes = 200;
constexpr size_t kMaxContextBytes = 63;
constexpr int kMaxEntries = 500;
constexpr int kMaxCrosswalks = 500;
constexpr int kMaxAliases = 20;
constexpr absl::string_view kRelations[] = {"exact", "close", "broader", "narrower"};

std::set<std::string> CodesOf(const CodeList& list) {
  std::set<std::string> codes;
  for (const CodeListEntry& entry : list.entries()) codes.insert(entry.code());
  return codes;
}

void CheckEntry(const std::string& path, const CodeListEntry& entry,
                rpc::FieldViolations* violations) {
  types::CheckText(path + ".label", entry.label(), violations);
  CheckBytes(path + ".context", entry.context(), kMaxContextBytes, violations);
  CheckLimit(path + ".aliases", entry.aliases_size(), kMaxAliases, violations);
  for (int i = 0; i < entry.aliases_size(); ++i) {
    const std::string alias = absl::StrCat(path, ".aliases[", i, "]");
    if (entry.aliases(i).empty())
      violations->push_back(
          Violation(alias, {"ist leer; eine Schreibweise angeben", "empty; give a spelling"}));
    CheckBytes(alias, entry.aliases(i), kMaxAliasBytes, violations);
  }
}

// Whether the codes above one another lead round in a circle from `entry` on.
bool IsBelowItself(const CodeList& list, const CodeListEntry& entry) {
  std::string above = entry.parent_code();
  for (int steps = 0; steps < list.entries_size() && !above.empty(); ++steps) {
    if (above == entry.code()) return true;
    const auto found = absl::c_find_if(
        list.entries(), [&](const CodeListEntry& other) { return other.code() == above; });
    above = found == list.entries().end() ? "" : found->parent_code();
  }
  return false;
}

void CheckEntries(const CodeList& list, rpc::FieldViolations* violations) {
  if (list.entries().empty())
    violations->push_back(
        Violation("code_list.entries", {"fehlt; Codes angeben", "missing; give codes"}));
  CheckLimit("code_list.entries", list.entries_size(), kMaxEntries, violations);
  std::vector<std::string> ids;
  for (const CodeListEntry& entry : list.entries()) ids.push_back(entry.code());
  CheckUniqueIds("code_list.entries", "code", ids, violations);
  const std::set<std::string> codes = CodesOf(list);
  for (int i = 0; i < list.entries_size(); ++i) {
    const CodeListEntry& entry = list.entries(i);
    const std::string path = absl::StrCat("code_list.entries[", i, "]");
    CheckEntry(path, entry, violations);
    if (!entry.parent_code().empty() && codes.count(entry.parent_code()) == 0) {
      violations->push_back(Violation(path + ".parent_code",
                                      {"steht nicht in dieser Liste; einen Code aus ihr angeben",
                                       "not in this list; give a code of it"}));
    } else if (IsBelowItself(list, entry)) {
      violations->push_back(
          Violation(path + ".parent_code",
                    {"führt zum Code selbst zurück; einen anderen angeben, oder keinen",
                     "leads back to the code itself; give another, or none"}));
    }
  }
}

void CheckCrosswalks(const CodeList& list, rpc::FieldViolations* violations) {
  CheckLimit("code_list.crosswalks", list.crosswalks_size(), kMaxCrosswalks, violations);
  const std::set<std::string> codes = CodesOf(list);
  for (int i = 0; i < list.crosswalks_size(); ++i) {
    const Crosswalk& crosswalk = list.crosswalks(i);
    const std::string path = absl::StrCat("code_list.crosswalks[", i, "]");
    if (codes.count(crosswalk.code()) == 0) {
      violations->push_back(
          Violation(path + ".code", {"steht nicht in dieser Liste; einen Code aus ihr angeben",
                                     "not in this list; give a code of it"}));
    }
    CheckCode(path + ".other", crosswalk.other(), violations);
    if (crosswalk.other().list() == list.name()) {
      violations->push_back(
          Violation(path + ".other.list",
                    {"ist diese Liste selbst; eine andere angeben", "is this list; give another"}));
    }
    if (!absl::c_linear_search(kRelations, crosswalk.relation())) {
      violations->push_back(
          Violation(path + ".relation", {"exact, close, broader oder narrower angeben",
                                         "give exact, close, broader or narrower"}));
    }
  }
}

// Leaves out of `after` the wordings in languages that `before` does not have.
void DropFurtherLanguages(const Text& before, Text* after) {
  std::set<std::pair<std::string, bool>> known;
  for (const auto& variant : before.variants()) {
    known.emplace(variant.language(), variant.plain_language());
  }
  auto* variants = after->mutable_variants();
  for (int i = variants->size() - 1; i >= 0; --i) {
    const auto& variant = variants->Get(i);
    if (known.count({variant.language(), variant.plain_language()}) == 0) {
      variants->DeleteSubrange(i, 1);
    }
  }
}

// What of a list never changes.
CodeList MeaningOf(const CodeList& list) {
  CodeList meaning = list;
  meaning.clear_crosswalks();
  meaning.clear_external_ids();
  meaning.clear_etag();
  meaning.clear_update_time();
  for (CodeListEntry& entry : *meaning.mutable_entries()) entry.clear_aliases();
  return meaning;
}

// A spelling without what people and programs write differently.
std::string PlainSpelling(absl::string_view text) {
  std::string plain = absl::StrReplaceAll(text, {{"\u00AD", ""},
                                                 {"\u00A0", " "},
                                                 {"\u202F", " "},
                                                 {"\u2010", "-"},
                                                 {"\u2011", "-"},
                                                 {"\u2013", "-"},
                                                 {"\u2014", "-"},
                                                 {"\u2018", "'"},
                                                 {"\u2019", "'"},
                                                 {"\u201A", "'"},
                                                 {"\u201C", "\""},
                                                 {"\u201D", "\""},
                                                 {"\u201E", "\""},
                                                 {"\u00AB", "\""},
                                                 {"\u00BB", "\""},
                                                 {"\u00C4", "\u00E4"},
                                                 {"\u00D6", "\u00F6"},
                                                 {"\u00DC", "\u00FC"}});
  absl::RemoveExtraAsciiWhitespace(&plain);
  absl::AsciiStrToLower(&plain);
  return plain;
}

bool IsNamed(const CodeListEntry& entry, const std::string& plain) {
  const auto fits = [&](absl::string_view spelling) { return PlainSpelling(spelling) == plain; };
  return fits(entry.code()) ||
         absl::c_any_of(entry.label().variants(), [&](const auto& v) { return fits(v.text()); }) ||
         absl::c_any_of(entry.aliases(), fits);
}

}  // namespace

rpc::FieldViolations CheckCodeList(const CodeList& list) {
  rpc::FieldViolations violations;
  CheckBytes("code_list.list_uri", list.list_uri(), kMaxUriBytes, &violations);
  CheckBytes("code_list.version", list.version(), kMaxVersionBytes, &violations);
  types::CheckText("code_list.title", list.title(), &violations);
  CheckEntries(list, &violations);
  CheckCrosswalks(list, &violations);
  if (!list.supersedes().empty() && list.supersedes() == list.name()) {
    violations.push_back(
        Violation("code_list.supersedes", {"ist diese Liste selbst; die Fassung davor angeben",
                                           "is this list; give the version before"}));
  }
  CheckBytes("code_list.source", list.source(), kMaxSourceBytes, &violations);
  types::CheckExternalIds("code_list.external_ids", list.external_ids(), &violations);
  return violations;
}

bool MeansTheSame(const CodeList& before, const CodeList& after) {
  const CodeList was = MeaningOf(before);
  CodeList is = MeaningOf(after);
  DropFurtherLanguages(was.title(), is.mutable_title());
  for (int i = 0; i < is.entries_size() && i < was.entries_size(); ++i) {
    DropFurtherLanguages(was.entries(i).label(), is.mutable_entries(i)->mutable_label());
  }
  return google::protobuf::util::MessageDifferencer::Equals(was, is);
}

const CodeListEntry* FindCode(const CodeList& list, absl::string_view text,
                              absl::string_view context) {
  const std::string plain = PlainSpelling(text);
  const CodeListEntry* found = nullptr;
  for (const CodeListEntry& entry : list.entries()) {
    if (!context.empty() && entry.context() != context) continue;
    if (!IsNamed(entry, plain)) continue;
    if (found != nullptr) return nullptr;
    found = &entry;
  }
  return found;
}

}  // namespace lotse::engagement

#include "services/survey/qualitative/coding/codebook_steps.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

constexpr size_t kMaxMerged = 200;
constexpr size_t kMaxSplit = 50;

// Makes the codes of the next version of a codebook. What it refuses stands in `violations`.
class Step {
 public:
  Step(const Codebook& codebook, const std::vector<Coding>& codings)
      : tree_(codebook), codings_(codings), codes_(codebook.codes) {}

  void operator()(const AddCode& step) {
    if (CheckNew("step.code", step.code)) codes_.push_back(step.code);
  }

  void operator()(const RenameCode& step) {
    if (!CheckKnown("step.code", step.code)) return;
    Code code = *tree_.Find(step.code);
    code.name = step.name;
    if (CheckAlone("step", code)) At(step.code) = code;
  }

  void operator()(const DescribeCode& step) {
    if (!CheckKnown("step.code.id", step.code.id)) return;
    const Code& old = *tree_.Find(step.code.id);
    Code code = step.code;
    code.parent = old.parent;
    code.name = old.name;
    code.retired = old.retired;
    if (!code.codable && IsUsed(code.id)) {
      Refuse("step.code.codable",
             "has codings; move them to another code first, or leave it codable");
    } else if (CheckAlone("step.code", code)) {
      At(code.id) = code;
    }
  }

  void operator()(const MoveCode& step) {
    if (!CheckKnown("step.code", step.code) || !CheckParent("step.parent", step.parent)) return;
    if (tree_.IsWithin(step.parent, step.code)) {
      Refuse("step.parent",
             "is the code itself or below it, which would make a circle; give "
             "another, or leave it out for the top");
      return;
    }
    At(step.code).parent = step.parent;
  }

  void operator()(const MergeCodes& step) {
    if (!CheckInUse("step.into", step.into) || !CheckMerged(step)) return;
    if (!tree_.Find(step.into)->codable &&
        std::any_of(step.codes.begin(), step.codes.end(),
                    [&](const auto& id) { return IsUsed(id); })) {
      Refuse("step.into", "is a heading; give a code that is codable, since codings go over to it");
      return;
    }
    const absl::flat_hash_set<std::string> merged(step.codes.begin(), step.codes.end());
    for (Code& code : codes_) {
      if (merged.contains(code.parent)) code.parent = step.into;
    }
    codes_.erase(std::remove_if(codes_.begin(), codes_.end(),
                                [&](const Code& code) { return merged.contains(code.id); }),
                 codes_.end());
    for (const Coding& coding : codings_) {
      if (merged.contains(coding.code)) goes_to_[coding.id] = step.into;
    }
  }

  void operator()(const SplitCode& step) {
    if (!CheckKnown("step.code", step.code)) return;
    if (step.into.empty() || step.into.size() > kMaxSplit) {
      Refuse("step.into", absl::StrCat("give 1 to ", kMaxSplit, " new codes"));
      return;
    }
    for (size_t i = 0; i < step.into.size(); ++i) {
      if (!CheckNew(absl::StrCat("step.into[", i, "]"), step.into[i])) return;
      codes_.push_back(step.into[i]);
    }
    if (!CheckDealtOut(step)) return;
    for (const auto& [coding, code] : step.goes_to) goes_to_[coding] = code;
    if (!step.keep) codes_.erase(codes_.begin() + tree_.IndexOf(step.code));
  }

  void operator()(const RetireCode& step) {
    if (!CheckKnown("step.code", step.code)) return;
    const Code* const parent = tree_.Find(tree_.Find(step.code)->parent);
    if (!step.retired && parent != nullptr && parent->retired) {
      Refuse("step.code", "is below a code that is retired; take that back into use first");
      return;
    }
    for (const int index : tree_.Family(step.code)) {
      codes_[static_cast<size_t>(index)].retired = step.retired;
    }
  }

  rpc::FieldViolations violations;
  std::vector<Code>& codes() { return codes_; }
  absl::flat_hash_map<std::string, std::string>& goes_to() { return goes_to_; }

 private:
  bool Refuse(std::string path, std::string description) {
    violations.push_back({std::move(path), std::move(description)});
    return false;
  }

  Code& At(const std::string& id) { return codes_[static_cast<size_t>(tree_.IndexOf(id))]; }

  bool CheckKnown(const std::string& path, const std::string& id) {
    return tree_.IndexOf(id) >= 0 ||
           Refuse(path, "is not in the codebook; give the id of a code of it");
  }
  bool CheckInUse(const std::string& path, const std::string& id) {
    return CheckKnown(path, id) &&
           (!tree_.Find(id)->retired ||
            Refuse(path, "is retired; give a code that is in use, or take it back into use first"));
  }
  bool CheckParent(const std::string& path, const std::string& id) {
    return id.empty() || CheckInUse(path, id);
  }
  bool CheckAlone(const std::string& path, const Code& code) {
    const rpc::FieldViolations found = CheckCode(path, code);
    violations.insert(violations.end(), found.begin(), found.end());
    return found.empty();
  }
  bool CheckNew(const std::string& path, const Code& code) {
    if (!CheckAlone(path, code)) return false;
    if (std::any_of(codes_.begin(), codes_.end(),
                    [&](const Code& other) { return other.id == code.id; })) {
      return Refuse(absl::StrCat(path, ".id"), "is used already; give a new one");
    }
    return CheckParent(absl::StrCat(path, ".parent"), code.parent);
  }

  bool CheckMerged(const MergeCodes& step) {
    if (step.codes.empty() || step.codes.size() > kMaxMerged) {
      return Refuse("step.codes", absl::StrCat("give 1 to ", kMaxMerged, " codes"));
    }
    absl::flat_hash_set<std::string> merged;
    for (size_t i = 0; i < step.codes.size(); ++i) {
      const std::string path = absl::StrCat("step.codes[", i, "]");
      if (!CheckKnown(path, step.codes[i])) return false;
      if (!merged.insert(step.codes[i]).second) return Refuse(path, "comes twice; give it once");
      if (tree_.IsWithin(step.into, step.codes[i])) {
        return Refuse(path,
                      "is the code that it goes into, or above it; move that code out of it "
                      "first");
      }
    }
    return true;
  }

  // Each coding that is named is one of the code, and goes to one of the new codes that is
  // codable; none that has to be named is left out.
  bool CheckDealtOut(const SplitCode& step) {
    int64_t of_code = 0;
    int64_t named = 0;
    for (const Coding& coding : codings_) {
      if (coding.code != step.code) continue;
      ++of_code;
      named += step.goes_to.contains(coding.id) ? 1 : 0;
    }
    if (named < static_cast<int64_t>(step.goes_to.size())) {
      return Refuse("step.goes_to", "names a coding that is not one of the code; name only those");
    }
    for (const auto& one : step.goes_to) {
      const auto found = std::find_if(step.into.begin(), step.into.end(),
                                      [&](const Code& code) { return code.id == one.second; });
      if (found == step.into.end() || !found->codable || found->retired) {
        return Refuse("step.goes_to",
                      "names a code that is not among the new ones or takes no codings; name new "
                      "codes that are codable and in use");
      }
    }
    if (step.keep) return true;
    if (named < of_code) {
      return Refuse("step.goes_to", absl::StrCat("leaves out ", of_code - named, " of ", of_code,
                                                 " codings; name them all, or keep the code"));
    }
    return std::none_of(codes_.begin(), codes_.end(),
                        [&](const Code& code) { return code.parent == step.code; }) ||
           Refuse("step.keep", "the code has others below it; keep it, or move these away first");
  }

  bool IsUsed(const std::string& id) const {
    return std::any_of(codings_.begin(), codings_.end(),
                       [&](const Coding& coding) { return coding.code == id; });
  }

  const CodeTree tree_;
  const std::vector<Coding>& codings_;
  std::vector<Code> codes_;
  absl::flat_hash_map<std::string, std::string> goes_to_;
};

// Where a step made the whole wrong, said of the step and not of the codebook.
rpc::FieldViolations CheckWhole(const Codebook& next) {
  const rpc::FieldViolations found = CheckCodebook(next);
  if (found.empty()) return {};
  return {{"step", absl::StrCat("is refused, since of what comes of it ", found[0].field, " ",
                                found[0].description)}};
}

Recoding RecodingOf(const std::vector<Coding>& codings,
                    absl::flat_hash_map<std::string, std::string> goes_to) {
  Recoding recoding{.codes = std::move(goes_to)};
  if (recoding.codes.empty()) return recoding;
  const std::vector<Coding> recoded = Recoded(codings, recoding);
  for (const Doubled& doubled : DoubledCodings(recoded)) {
    // As long as nothing is gone, both lists have the same order. What had the same code before was
    // there twice without this step.
    if (codings[doubled.first].code == codings[doubled.second].code) continue;
    recoding.gone[recoded[doubled.second].id] = recoded[doubled.first].id;
  }
  for (const auto& [gone, kept] : recoding.gone) recoding.codes.erase(gone);
  return recoding;
}

CodebookEntry EntryOf(const Codebook& before, const Codebook& after, const Recoding& recoding) {
  CodebookEntry entry;
  entry.version = after.version;
  const CodeTree old_tree(before);
  const CodeTree new_tree(after);
  for (const Code& code : before.codes) {
    const Code* const now = new_tree.Find(code.id);
    if (now == nullptr || !(*now == code)) entry.before.push_back(code);
  }
  for (const Code& code : after.codes) {
    const Code* const then = old_tree.Find(code.id);
    if (then == nullptr || !(*then == code)) entry.after.push_back(code);
  }
  entry.recoded = static_cast<int64_t>(recoding.codes.size());
  entry.codings_gone = static_cast<int64_t>(recoding.gone.size());
  return entry;
}

}  // namespace

std::string NameOf(const CodebookStep& step) {
  static constexpr const char* kNames[] = {"ADD",   "RENAME", "DESCRIBE", "MOVE",
                                           "MERGE", "SPLIT",  "RETIRE"};
  static_assert(std::size(kNames) == std::variant_size_v<CodebookStep>);
  const auto* const retire = std::get_if<RetireCode>(&step);
  return retire != nullptr && !retire->retired ? "REINSTATE" : kNames[step.index()];
}

rpc::FieldViolations TakeStep(const Codebook& codebook, const std::vector<Coding>& codings,
                              const CodebookStep& step, const StepAuthor& author,
                              CodebookChange* change) {
  Step taken(codebook, codings);
  std::visit(taken, step);
  if (!taken.violations.empty()) return taken.violations;
  Codebook next{codebook.version + 1, std::move(taken.codes())};
  if (next.codes == codebook.codes && taken.goes_to().empty()) {
    return {{"step", "changes nothing; leave it out"}};
  }
  if (rpc::FieldViolations found = CheckWhole(next); !found.empty()) return found;
  change->recoding = RecodingOf(codings, std::move(taken.goes_to()));
  change->entry = EntryOf(codebook, next, change->recoding);
  change->entry.kind = NameOf(step);
  change->entry.author = author.name;
  change->entry.time_ms = author.time_ms;
  change->entry.reason = author.reason;
  change->codebook = std::move(next);
  return {};
}

std::vector<Coding> Recoded(const std::vector<Coding>& codings, const Recoding& recoding) {
  std::vector<Coding> recoded;
  recoded.reserve(codings.size());
  for (const Coding& coding : codings) {
    if (recoding.gone.contains(coding.id)) continue;
    recoded.push_back(coding);
    const auto code = recoding.codes.find(coding.id);
    if (code != recoding.codes.end()) recoded.back().code = code->second;
  }
  return recoded;
}

}  // namespace lotse::survey::qualitative

#include "services/survey/qualitative/coding/codebook_steps.h"

#include <algorithm>
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
    about = "code.code";
    if (CheckNew("code", step.code)) codes_.push_back(step.code);
  }

  void operator()(const ReviseCode& step) {
    about = "code";
    if (!CheckKnown("code_id", step.code.id)) return;
    const Code& old = *tree_.Find(step.code.id);
    Code code = step.code;
    code.parent = old.parent;
    code.retired = old.retired;
    if (!code.codable && IsUsed(code.id)) {
      Refuse("code.codable", "has codings; move them to another code first, or leave it codable");
    } else if (CheckAlone("code", code)) {
      At(code.id) = code;
    }
  }

  void operator()(const MoveCode& step) {
    about = "parent_code_id";
    if (!CheckKnown("code_id", step.code) || !CheckParent("parent_code_id", step.parent)) return;
    if (tree_.IsWithin(step.parent, step.code)) {
      Refuse("parent_code_id",
             "is the code itself or below it, which would make a circle; give "
             "another, or leave it out for the top");
      return;
    }
    At(step.code).parent = step.parent;
  }

  void operator()(const MergeCodes& step) {
    about = "merged_code_ids";
    if (!CheckInUse("code_id", step.into) || !CheckMerged(step)) return;
    if (!tree_.Find(step.into)->codable &&
        std::any_of(step.codes.begin(), step.codes.end(),
                    [&](const auto& id) { return IsUsed(id); })) {
      Refuse("code_id", "only groups other codes; give one that is codable, since codings go over");
      return;
    }
    const absl::flat_hash_set<std::string> merged(step.codes.begin(), step.codes.end());
    for (Code& code : codes_) {
      if (merged.contains(code.id)) {
        // Also where it is below another one of them.
        code.retired = true;
      } else if (merged.contains(code.parent)) {
        code.parent = step.into;
      }
    }
    for (const Coding& coding : codings_) {
      if (merged.contains(coding.code)) goes_to_[coding.id] = step.into;
    }
  }

  void operator()(const SplitCode& step) {
    about = "codes";
    if (!CheckKnown("code_id", step.code)) return;
    if (step.into.empty() || step.into.size() > kMaxSplit) {
      Refuse("codes", absl::StrCat("give 1 to ", kMaxSplit, " new codes"));
      return;
    }
    for (size_t i = 0; i < step.into.size(); ++i) {
      if (!CheckNew(absl::StrCat("codes[", i, "]"), step.into[i])) return;
      codes_.push_back(step.into[i]);
    }
    if (!CheckDealtOut(step)) return;
    for (const auto& [coding, code] : step.goes_to) goes_to_[coding] = code;
    if (step.retire) At(step.code).retired = true;
  }

  void operator()(const RetireCode& step) {
    about = "code_id";
    if (!CheckKnown("code_id", step.code)) return;
    const Code* const parent = tree_.Find(tree_.Find(step.code)->parent);
    if (!step.retired && parent != nullptr && parent->retired) {
      Refuse("code_id", "is below a code that is retired; take that back into use first");
      return;
    }
    for (const int index : tree_.Family(step.code)) {
      codes_[static_cast<size_t>(index)].retired = step.retired;
    }
  }

  // The path of what the step is about.
  std::string about;
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
  // `path` is that of a NewCode.
  bool CheckNew(const std::string& path, const Code& code) {
    const std::string id = absl::StrCat(path, ".code_id");
    const std::string content = absl::StrCat(path, ".code");
    if (!IsCodeId(code.id)) return Refuse(id, std::string(kCodeIdWanted));
    if (!CheckAlone(content, code)) return false;
    if (std::any_of(codes_.begin(), codes_.end(),
                    [&](const Code& other) { return other.id == code.id; })) {
      return Refuse(id, "is used already; give a new one");
    }
    return CheckParent(absl::StrCat(content, ".parent"), code.parent);
  }

  bool CheckMerged(const MergeCodes& step) {
    if (step.codes.empty() || step.codes.size() > kMaxMerged) {
      return Refuse("merged_code_ids", absl::StrCat("give 1 to ", kMaxMerged, " codes"));
    }
    absl::flat_hash_set<std::string> merged;
    for (size_t i = 0; i < step.codes.size(); ++i) {
      const std::string path = absl::StrCat("merged_code_ids[", i, "]");
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
      return Refuse("assignments", "names a coding that is not one of the code; name only those");
    }
    for (const auto& one : step.goes_to) {
      const auto found = std::find_if(step.into.begin(), step.into.end(),
                                      [&](const Code& code) { return code.id == one.second; });
      if (found == step.into.end() || !found->codable || found->retired) {
        return Refuse("assignments",
                      "names a code that is not among the new ones or takes no codings; name new "
                      "codes that are codable and in use");
      }
    }
    if (!step.retire) return true;
    if (named < of_code) {
      return Refuse("assignments",
                    absl::StrCat("leaves out ", of_code - named, " of ", of_code,
                                 " codings; name them all, or do not retire the code"));
    }
    return std::none_of(
               codes_.begin(), codes_.end(),
               [&](const Code& code) { return code.parent == step.code && !code.retired; }) ||
           Refuse("retire",
                  "the code has others in use below it; keep it, or move these away first");
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
rpc::FieldViolations CheckWhole(const std::string& about, const Codebook& next) {
  const rpc::FieldViolations found = CheckCodebook(next, CodeTexts::kStored);
  if (found.empty()) return {};
  return {{about, absl::StrCat("is refused, since of what comes of it ", found[0].field, " ",
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

// What the step changed and added; none that was there is gone.
void Compare(const Codebook& before, CodebookChange* change) {
  for (size_t i = 0; i < change->codebook.codes.size(); ++i) {
    const Code& now = change->codebook.codes[i];
    if (i >= before.codes.size()) {
      change->added.push_back(now.id);
    } else if (!(before.codes[i] == now)) {
      change->before.push_back(before.codes[i]);
    }
  }
}

}  // namespace

rpc::FieldViolations TakeStep(const Codebook& codebook, const std::vector<Coding>& codings,
                              const CodebookStep& step, CodebookChange* change) {
  Step taken(codebook, codings);
  std::visit(taken, step);
  if (!taken.violations.empty()) return taken.violations;
  Codebook next{codebook.version + 1, std::move(taken.codes())};
  if (next.codes == codebook.codes && taken.goes_to().empty()) {
    return {{taken.about, "changes nothing; leave the step out"}};
  }
  if (rpc::FieldViolations found = CheckWhole(taken.about, next); !found.empty()) return found;
  *change = {};
  change->recoding = RecodingOf(codings, std::move(taken.goes_to()));
  change->codebook = std::move(next);
  Compare(codebook, change);
  return {};
}

rpc::FieldViolations CheckBlind(const Codebook& codebook, const CodebookStep& step) {
  const CodeTree tree(codebook);
  if (const auto* const split = std::get_if<SplitCode>(&step); split != nullptr && split->retire) {
    return {
        {"retire",
         "all codings of the code would be named, and in a blind study you do not see those of "
         "others; keep the code, or let somebody split it who compares",
         "dazu wären alle Codierungen des Codes zu nennen, und die der anderen sehen Sie nicht, "
         "solange verblindet codiert wird; behalten Sie den Code, oder lassen Sie jemanden "
         "teilen, der vergleicht"}};
  }
  if (const auto* const revise = std::get_if<ReviseCode>(&step)) {
    const Code* const old = tree.Find(revise->code.id);
    if (old == nullptr || !old->codable || revise->code.codable) return {};
    return {{"code.codable",
             "only a code without codings becomes a group, and in a blind study you do not see "
             "those of others; leave it codable, or let somebody change it who compares",
             "nur ein Code ohne Codierungen wird zur Gruppe, und die der anderen sehen Sie nicht, "
             "solange verblindet codiert wird; lassen Sie ihn codierbar, oder lassen Sie jemanden "
             "ändern, der vergleicht"}};
  }
  const auto* const merge = std::get_if<MergeCodes>(&step);
  if (merge == nullptr) return {};
  const Code* const into = tree.Find(merge->into);
  if (into != nullptr && !into->codable) {
    return {{"code_id",
             "only groups other codes, so codings cannot go over, and in a blind study you do not "
             "see those of others; give one that is codable",
             "gruppiert nur andere Codes, Codierungen können nicht dorthin, und die der anderen "
             "sehen Sie nicht, solange verblindet codiert wird; nennen Sie einen codierbaren"}};
  }
  const auto is_retired = [&](const std::string& id) {
    const Code* const code = tree.Find(id);
    return code != nullptr && code->retired;
  };
  // Without codings that could change nothing.
  if (!merge->codes.empty() && std::all_of(merge->codes.begin(), merge->codes.end(), is_retired)) {
    return {{"merged_code_ids",
             "are retired, so only their codings would go over, and in a blind study you do not "
             "see those of others; leave them, or let somebody merge them who compares",
             "sind nicht mehr in Gebrauch, nur ihre Codierungen gingen über, und die der anderen "
             "sehen Sie nicht, solange verblindet codiert wird; lassen Sie sie, oder lassen Sie "
             "jemanden zusammenführen, der vergleicht"}};
  }
  return {};
}

Codebook Undone(Codebook codebook, const std::vector<Code>& before,
                const std::vector<std::string>& added) {
  --codebook.version;
  const absl::flat_hash_set<std::string> new_ones(added.begin(), added.end());
  std::vector<Code>& codes = codebook.codes;
  codes.erase(std::remove_if(codes.begin(), codes.end(),
                             [&](const Code& code) { return new_ones.contains(code.id); }),
              codes.end());
  absl::flat_hash_map<absl::string_view, const Code*> former;
  for (const Code& code : before) former[code.id] = &code;
  for (Code& code : codes) {
    if (const auto it = former.find(code.id); it != former.end()) code = *it->second;
  }
  return codebook;
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

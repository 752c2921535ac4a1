#include "services/survey/qualitative/coding/codebook.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/colour.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/folded.h"

namespace lotse::survey::qualitative {
namespace {

constexpr absl::string_view kNoControls = ", without control characters but tab and line ends";

bool IsLowerColour(absl::string_view colour) {
  return types::IsColour(colour) && std::none_of(colour.begin(), colour.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

bool IsText(absl::string_view text, size_t most, CodeTexts texts) {
  if (text.size() > most) return false;
  if (texts == CodeTexts::kNew) return types::CanBeXml(text);
  return types::IsUtf8(text) && text.find('\0') == absl::string_view::npos;
}

bool IsName(absl::string_view name, CodeTexts texts) {
  if (!IsText(name, kMaxCodeNameBytes, texts) || ComparedName(name).empty()) return false;
  while (!name.empty()) {
    if (types::IsControl(*types::TakeCodePoint(&name))) return false;
  }
  return true;
}

void CheckExamples(const std::string& path, const std::vector<std::string>& examples,
                   CodeTexts texts, rpc::FieldViolations* violations) {
  if (examples.size() > kMaxCodeExamples) {
    violations->push_back({path, absl::StrCat("too many; give at most ", kMaxCodeExamples)});
    return;
  }
  for (size_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].empty() && IsText(examples[i], kMaxCodeExampleBytes, texts)) continue;
    violations->push_back(
        {absl::StrCat(path, "[", i, "]"),
         absl::StrCat("give UTF-8 of 1 to ", kMaxCodeExampleBytes, " bytes", kNoControls)});
  }
}

// Whether a code comes back to itself over its parents, or has too many of them. Each walk ends,
// since it goes on for kMaxCodeDepth codes at the most.
rpc::FieldViolations CheckAncestors(const std::string& path, const CodeTree& tree, int index) {
  int depth = 1;
  for (int at = tree.ParentOf(index); at >= 0; at = tree.ParentOf(at)) {
    if (at == index) {
      return {{absl::StrCat(path, ".parent"),
               "makes a circle: the code is above itself; give a "
               "parent that is not below it"}};
    }
    if (++depth > kMaxCodeDepth) {
      return {{absl::StrCat(path, ".parent"),
               absl::StrCat("too deep, or above it is a circle; nest codes at most ", kMaxCodeDepth,
                            " deep")}};
    }
  }
  return {};
}

}  // namespace

std::string ComparedName(absl::string_view name) { return Folded(types::WithoutOuterSpace(name)); }

bool IsCodeId(absl::string_view id) { return types::FitsName("{code}", id); }

rpc::FieldViolations CheckCode(const std::string& path, const Code& code, CodeTexts texts) {
  rpc::FieldViolations violations;
  if (!IsName(code.name, texts)) {
    violations.push_back(
        {absl::StrCat(path, ".label"), absl::StrCat("not a label; give one line of 1 to ",
                                                    kMaxCodeNameBytes, " bytes, not only spaces")});
  }
  if (!IsText(code.definition, kMaxCodeDefinitionBytes, texts)) {
    violations.push_back(
        {absl::StrCat(path, ".definition"),
         absl::StrCat("give UTF-8 of at most ", kMaxCodeDefinitionBytes, " bytes", kNoControls)});
  }
  CheckExamples(absl::StrCat(path, ".examples"), code.examples, texts, &violations);
  if (!code.colour.empty() && !IsLowerColour(code.colour)) {
    violations.push_back({absl::StrCat(path, ".color"),
                          "not a colour; give one such as `#1a7f37`, or leave it out"});
  }
  return violations;
}

rpc::FieldViolations CheckCodebook(const Codebook& codebook, CodeTexts texts) {
  if (codebook.codes.size() > kMaxCodes) {
    return {{"codebook.codes", absl::StrCat("too many; give at most ", kMaxCodes)}};
  }
  rpc::FieldViolations violations;
  const CodeTree tree(codebook);
  absl::flat_hash_set<std::string> ids;
  absl::flat_hash_set<std::pair<std::string, std::string>> names;
  for (size_t i = 0; i < codebook.codes.size(); ++i) {
    const Code& code = codebook.codes[i];
    const std::string path = absl::StrCat("codebook.codes[", i, "]");
    rpc::FieldViolations found = CheckCode(path, code, texts);
    if (!IsCodeId(code.id)) {
      violations.push_back({absl::StrCat(path, ".name"), std::string(kCodeIdWanted)});
    } else if (!found.empty()) {
      violations.push_back(found[0]);
    } else if (!ids.insert(code.id).second) {
      violations.push_back({absl::StrCat(path, ".name"), "comes twice; give each code its own id"});
    } else if (!code.parent.empty() && tree.IndexOf(code.parent) < 0) {
      violations.push_back({absl::StrCat(path, ".parent"),
                            "is not in the codebook; give the id of "
                            "a code of it, or leave it out"});
    } else if (!names.insert({code.parent, ComparedName(code.name)}).second) {
      violations.push_back({absl::StrCat(path, ".label"),
                            "comes twice below the same parent; give each code one of its own"});
    } else if (!code.retired && !code.parent.empty() && tree.Find(code.parent)->retired) {
      violations.push_back({absl::StrCat(path, ".retired"),
                            "is in use below a code that is not; retire it too, or take that back "
                            "into use"});
    } else if (found = CheckAncestors(path, tree, static_cast<int>(i)); !found.empty()) {
      violations.push_back(found[0]);
    }
  }
  return violations;
}

std::vector<const Code*> InOrder(const Codebook& codebook) {
  absl::flat_hash_map<absl::string_view, std::vector<const Code*>> below;
  // From the last on, so that the first is taken first.
  for (auto code = codebook.codes.rbegin(); code != codebook.codes.rend(); ++code) {
    below[code->parent].push_back(&*code);
  }
  std::vector<const Code*> ordered;
  std::vector<const Code*> waiting = below[""];
  while (!waiting.empty()) {
    const Code* const code = waiting.back();
    waiting.pop_back();
    ordered.push_back(code);
    if (const auto found = below.find(code->id); found != below.end()) {
      waiting.insert(waiting.end(), found->second.begin(), found->second.end());
    }
  }
  return ordered;
}

CodeTree::CodeTree(const Codebook& codebook) : codebook_(codebook) {
  parents_.reserve(codebook.codes.size());
  // Of ids that come twice the first counts.
  for (size_t i = 0; i < codebook.codes.size(); ++i) {
    by_id_.try_emplace(codebook.codes[i].id, static_cast<int>(i));
  }
  for (const Code& code : codebook.codes) {
    // An id that is empty, as a faulty codebook may have it, is nobody's parent.
    parents_.push_back(code.parent.empty() ? -1 : IndexOf(code.parent));
  }
}

const Code* CodeTree::Find(absl::string_view id) const {
  const int index = IndexOf(id);
  return index < 0 ? nullptr : &codebook_.codes[static_cast<size_t>(index)];
}

int CodeTree::IndexOf(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? -1 : found->second;
}

std::vector<int> CodeTree::Family(absl::string_view id) const {
  std::vector<int> family;
  for (size_t i = 0; i < codebook_.codes.size(); ++i) {
    if (IsWithin(codebook_.codes[i].id, id)) family.push_back(static_cast<int>(i));
  }
  return family;
}

bool CodeTree::IsWithin(absl::string_view id, absl::string_view ancestor) const {
  const int top = IndexOf(ancestor);
  for (int at = IndexOf(id); at >= 0 && top >= 0; at = ParentOf(at)) {
    if (at == top) return true;
  }
  return false;
}

int CodeTree::DepthOf(absl::string_view id) const {
  int depth = 0;
  for (int at = IndexOf(id); at >= 0; at = ParentOf(at)) ++depth;
  return depth;
}

int CodeTree::HeightOf(absl::string_view id) const {
  int deepest = 0;
  for (const int member : Family(id)) {
    deepest = std::max(deepest, DepthOf(codebook_.codes[static_cast<size_t>(member)].id));
  }
  return deepest - DepthOf(id) + 1;
}

const Code* CodeTree::FindByName(absl::string_view parent, absl::string_view name) const {
  const std::string compared = ComparedName(name);
  for (const Code& code : codebook_.codes) {
    if (code.parent == parent && ComparedName(code.name) == compared) return &code;
  }
  return nullptr;
}

std::string CodeTree::PathOf(absl::string_view id) const {
  std::string path;
  for (int at = IndexOf(id); at >= 0; at = ParentOf(at)) {
    const std::string& name = codebook_.codes[static_cast<size_t>(at)].name;
    path = path.empty() ? name : absl::StrCat(name, " > ", path);
  }
  return path;
}

}  // namespace lotse::survey::qualitative

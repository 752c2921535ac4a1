#include "services/survey/qualitative/coding/codebook_diff.h"

namespace lotse::survey::qualitative {
namespace {

using Field = CodeDifference::Field;

std::vector<Field> FieldsOf(const Code& a, const Code& b) {
  const struct {
    bool same;
    Field field;
  } fields[] = {
      {a.parent == b.parent, Field::kParent},
      {a.name == b.name, Field::kName},
      {a.definition == b.definition, Field::kDefinition},
      {a.examples == b.examples, Field::kExamples},
      {a.codable == b.codable, Field::kCodable},
      {a.colour == b.colour, Field::kColour},
      {a.retired == b.retired, Field::kRetired},
  };
  std::vector<Field> different;
  for (const auto& one : fields) {
    if (!one.same) different.push_back(one.field);
  }
  return different;
}

}  // namespace

CodebookDiff DiffOf(const Codebook& before, const Codebook& after) {
  const CodeTree old_tree(before);
  const CodeTree new_tree(after);
  CodebookDiff diff;
  for (const Code& code : before.codes) {
    if (new_tree.Find(code.id) == nullptr) diff.gone.push_back(code);
  }
  int last = -1;
  for (const Code& code : after.codes) {
    const Code* const old = old_tree.Find(code.id);
    if (old == nullptr) {
      diff.added.push_back(code);
      continue;
    }
    const int index = old_tree.IndexOf(code.id);
    diff.reordered = diff.reordered || index < last;
    last = index;
    std::vector<Field> fields = FieldsOf(*old, code);
    if (!fields.empty()) diff.different.push_back({*old, code, std::move(fields)});
  }
  return diff;
}

}  // namespace lotse::survey::qualitative

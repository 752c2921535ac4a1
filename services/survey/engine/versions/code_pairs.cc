#include "services/survey/engine/versions/code_pairs.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::CodeMapping;
using v1alpha::Option;

using Codes = absl::flat_hash_set<absl::string_view>;

Codes CodesOf(const RepeatedPtrField<Option>& options) {
  Codes codes;
  for (const Option& option : options) codes.insert(option.code());
  return codes;
}

// Checks mappings one after the other.
class MappingCheck {
 public:
  MappingCheck(const VersionNodes& from, const VersionNodes& to) : from_(from), to_(to) {}

  void Check(const CodeMapping& mapping, const std::string& path) {
    const int from = from_.Find(mapping.from());
    if (from < 0) {
      Add(path, "from", mapping.from(), "is no code of the version before; give one that is");
    } else if (!seen_from_.insert(mapping.from()).second) {
      Add(path, "from", mapping.from(), "was named before; name each code once");
    }
    if (mapping.to().empty()) {
      if (!mapping.options().empty()) {
        Add(path, "options", mapping.from(), "is not asked any more; leave its options out");
      }
      return;
    }
    const int to = to_.Find(mapping.to());
    if (to < 0) {
      Add(path, "to", mapping.to(), "is no code of this version; give one that is, or none");
    } else if (!seen_to_.insert(mapping.to()).second) {
      Add(path, "to", mapping.to(), "was named before; name each code once");
    }
    if (from >= 0 && to >= 0) CheckOptions(mapping, from, to, path);
  }

  rpc::FieldViolations Take() && { return std::move(violations_).Take(); }

 private:
  void CheckOptions(const CodeMapping& mapping, int from, int to, const std::string& path) {
    if (mapping.options_size() > kMaxOptionMappings) {
      return violations_.Add(absl::StrCat(path, ".options"),
                             absl::StrCat("too many; give at most ", kMaxOptionMappings));
    }
    const Codes before = CodesOf(from_.OptionsAt(from));
    const Codes now = CodesOf(to_.OptionsAt(to));
    Codes seen_from, seen_to;
    for (int i = 0; i < mapping.options_size() && !violations_.full(); ++i) {
      const auto& option = mapping.options(i);
      const std::string at = absl::StrCat(path, ".options[", i, "]");
      if (!before.contains(option.from())) {
        Add(at, "from", option.from(), "is no option of the version before; give one that is");
      } else if (!seen_from.insert(option.from()).second) {
        Add(at, "from", option.from(), "was named before; name each option once");
      }
      if (option.to().empty()) continue;
      if (!now.contains(option.to())) {
        Add(at, "to", option.to(), "is no option of this version; give one that is, or none");
      } else if (!seen_to.insert(option.to()).second) {
        Add(at, "to", option.to(), "was named before; name each option once");
      }
    }
  }

  void Add(absl::string_view path, absl::string_view field, absl::string_view code,
           absl::string_view fault) {
    violations_.Add(absl::StrCat(path, ".", field), absl::StrCat("`", code, "` ", fault));
  }

  const VersionNodes& from_;
  const VersionNodes& to_;
  Codes seen_from_;
  Codes seen_to_;
  ViolationList violations_;
};

}  // namespace

rpc::FieldViolations CheckMappings(const VersionNodes& from, const VersionNodes& to,
                                   const Mappings& mappings) {
  if (mappings.size() > kMaxMappings) {
    return {{"mappings", absl::StrCat("too many; give at most ", kMaxMappings)}};
  }
  MappingCheck check(from, to);
  for (int i = 0; i < mappings.size(); ++i)
    check.Check(mappings[i], absl::StrCat("mappings[", i, "]"));
  return std::move(check).Take();
}

CodePairs::CodePairs(const VersionNodes& from, const VersionNodes& to, const Mappings& mappings)
    : to_of_(from.size(), -1), from_of_(to.size(), -1) {
  for (const CodeMapping& mapping : mappings) {
    mappings_.emplace(mapping.from(), &mapping);
    const int before = from.Find(mapping.from());
    const int now = to.Find(mapping.to());
    if (before < 0 || now < 0 || mapping.to().empty()) continue;
    to_of_[before] = now;
    from_of_[now] = before;
  }
  for (int i = 0; i < from.size(); ++i) {
    const std::string& code = from.at(i).code;
    // Of several with one code the first counts.
    if (mappings_.contains(code) || from.Find(code) != i) continue;
    const int now = to.Find(code);
    if (now < 0 || from_of_[now] >= 0) continue;
    to_of_[i] = now;
    from_of_[now] = i;
  }
}

const CodeMapping* CodePairs::MappingOf(absl::string_view code) const {
  const auto found = mappings_.find(code);
  return found == mappings_.end() ? nullptr : found->second;
}

absl::string_view CodePairs::CodeIn(absl::string_view code) const {
  const CodeMapping* const mapping = MappingOf(code);
  return mapping == nullptr || mapping->to().empty() ? code : mapping->to();
}

absl::string_view CodePairs::OptionIn(absl::string_view code, absl::string_view option) const {
  if (const CodeMapping* const mapping = MappingOf(code); mapping != nullptr) {
    for (const auto& one : mapping->options()) {
      if (one.from() == option && !one.to().empty()) return one.to();
    }
  }
  return option;
}

std::string CodePairs::Translated(absl::string_view expression) const {
  std::string out;
  for (;;) {
    const std::size_t begin = expression.find("${");
    const std::size_t end = begin == expression.npos ? begin : expression.find('}', begin);
    if (end == expression.npos) break;
    absl::StrAppend(&out, expression.substr(0, begin + 2),
                    CodeIn(expression.substr(begin + 2, end - begin - 2)), "}");
    expression.remove_prefix(end + 1);
  }
  absl::StrAppend(&out, expression);
  absl::RemoveExtraAsciiWhitespace(&out);
  return out;
}

}  // namespace lotse::survey

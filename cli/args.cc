#include "cli/args.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/text.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

absl::StatusOr<const FlagSpec*> FindSpec(const std::string& name, absl::Span<const FlagSpec> specs,
                                         absl::Span<const FlagSpec> suggested) {
  for (const FlagSpec& spec : specs) {
    if (name == spec.name) return &spec;
  }
  std::vector<std::string> names;
  for (const FlagSpec& spec : suggested) names.push_back(absl::StrCat("--", spec.name));
  const std::string flag = absl::StrCat("--", name);
  return UsageError(absl::StrCat("unknown flag ", flag, DidYouMean(flag, names)));
}

}  // namespace

std::string Args::Get(const std::string& flag, absl::string_view fallback) const {
  const auto it = flags.find(flag);
  return it == flags.end() ? std::string(fallback) : it->second.back();
}

std::vector<std::string> Args::GetAll(const std::string& flag) const {
  const auto it = flags.find(flag);
  return it == flags.end() ? std::vector<std::string>() : it->second;
}

absl::StatusOr<Args> ParseArgs(const std::vector<std::string>& words,
                               absl::Span<const FlagSpec> specs,
                               absl::Span<const FlagSpec> suggested) {
  Args args;
  bool flags_ended = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!types::IsUtf8(word)) return UsageError("an argument is not valid UTF-8");
    if (flags_ended || !absl::StartsWith(word, "-") || word == "-") {
      args.positional.push_back(word);
      continue;
    }
    if (word == "--") {
      flags_ended = true;
      continue;
    }
    if (word == "-h") {
      args.flags["help"] = {""};
      continue;
    }
    const size_t equals = word.find('=');
    const bool long_form = absl::StartsWith(word, "--");
    const std::string name = long_form ? word.substr(2, equals - 2) : word;
    if (!long_form) return UsageError(absl::StrCat("unknown flag ", word));
    const absl::StatusOr<const FlagSpec*> found = FindSpec(name, specs, suggested);
    if (!found.ok()) return found.status();
    const FlagSpec& spec = **found;
    std::string value;
    if (equals != std::string::npos) {
      if (spec.value == nullptr) return UsageError(absl::StrCat("--", name, " takes no value"));
      value = word.substr(equals + 1);
    } else if (spec.value != nullptr) {
      if (i + 1 == words.size() || absl::StartsWith(words[i + 1], "--")) {
        return UsageError(absl::StrCat("--", name, " needs a value: --", name, "=", spec.value));
      }
      value = words[++i];
      if (!types::IsUtf8(value)) return UsageError("an argument is not valid UTF-8");
    }
    args.flags[name].push_back(value);
  }
  return args;
}

absl::Status CheckFlags(const Args& args, absl::Span<const FlagSpec> specs) {
  for (const auto& [name, values] : args.flags) {
    const absl::StatusOr<const FlagSpec*> spec = FindSpec(name, specs, specs);
    if (!spec.ok()) return spec.status();
    if (values.size() > 1 && !(*spec)->repeated) {
      return UsageError(absl::StrCat("--", name, " is given twice"));
    }
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli

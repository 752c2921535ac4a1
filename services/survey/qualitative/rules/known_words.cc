#include "services/survey/qualitative/rules/known_words.h"

#include <utility>

#include "services/survey/qualitative/text/name_words.h"

namespace lotse::survey::qualitative {

KnownNames::KnownNames(absl::Span<const std::string> names) {
  for (const std::string& name : names) {
    for (std::string& word : ComparedWords(name)) {
      if (TellsSomebody(word)) words_.insert(std::move(word));
    }
  }
}

bool KnownNames::AnyIn(absl::string_view text) const {
  for (const std::string& word : ComparedWords(text)) {
    if (words_.contains(word)) return true;
    if (word.back() == 's' && words_.contains(word.substr(0, word.size() - 1))) return true;
  }
  return false;
}

}  // namespace lotse::survey::qualitative

#include "services/survey/engine/wording.h"

#include "absl/strings/match.h"

namespace lotse::survey {
namespace {

using type::v1alpha::Text;

// `de` of `de-CH`.
absl::string_view Primary(absl::string_view language) {
  return language.substr(0, language.find('-'));
}

template <typename Fits>
std::vector<int> PlacesWhere(const Text& text, Fits fits) {
  std::vector<int> places;
  for (int i = 0; i < text.variants_size(); ++i) {
    if (fits(text.variants(i).language())) places.push_back(i);
  }
  return places;
}

}  // namespace

std::vector<int> VariantsFor(const Text& text, absl::string_view language) {
  if (text.variants().empty()) return {};
  const auto is = [](absl::string_view wanted) {
    return [wanted](absl::string_view its) { return absl::EqualsIgnoreCase(its, wanted); };
  };
  if (language.empty()) return PlacesWhere(text, [](absl::string_view) { return true; });
  std::vector<int> places = PlacesWhere(text, is(language));
  if (!places.empty()) return places;
  places = PlacesWhere(text, [language](absl::string_view its) {
    return absl::EqualsIgnoreCase(Primary(its), Primary(language));
  });
  return places.empty() ? PlacesWhere(text, is(text.variants(0).language())) : places;
}

Text TextIn(const Text& text, absl::string_view language) {
  if (language.empty()) return text;
  Text some;
  for (const int place : VariantsFor(text, language)) *some.add_variants() = text.variants(place);
  return some;
}

absl::string_view WordingIn(const Text& text, absl::string_view language) {
  const std::vector<int> places = VariantsFor(text, language);
  for (const int place : places) {
    if (!text.variants(place).plain_language()) return text.variants(place).text();
  }
  return places.empty() ? absl::string_view() : text.variants(places[0]).text();
}

}  // namespace lotse::survey

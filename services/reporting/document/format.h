#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/type/v1alpha/text.pb.h"

namespace lotse::reporting {

// Languages a report can be written in. All formatting is done here, in
// integers and without the process's locale, so that the same figures give the
// same characters everywhere and for ever.
enum class Language { kGerman, kEnglish };

// The language of a tag of a document, `de` or `en`; nothing for others.
std::optional<Language> ParseLanguage(absl::string_view tag);

// The tag of a language: `de` or `en`.
absl::string_view LanguageTag(Language language);

// `numerator * 1000 / denominator`, rounded half up, the commercial rounding
// that German administrations use; nothing if the denominator is not positive
// or the numerator is negative.
std::optional<int64_t> RoundPerMille(int64_t numerator, int64_t denominator);

// An integer with grouped thousands: `12.345` or `12,345`; the sign of a
// negative one is U+2212.
std::string FormatInteger(Language language, int64_t value);

// A share in tenths of a per cent: `35,5 %` (with a no-break space, DIN 5008) or
// `35.5%`.
std::string FormatPerMille(Language language, int64_t per_mille);

// A whole per cent: `25 %` or `25%`.
std::string FormatPercent(Language language, int64_t percent);

// A day: `22. November 2026` or `22 November 2026`, its parts kept together by
// no-break spaces. A date without a day or month shows what it has; an empty or
// impossible one gives an empty text.
std::string FormatDate(Language language, const google::type::Date& date);

// True for a day that exists, from the year 1 to 9999.
bool IsFullDate(const google::type::Date& date);

// True if a BCP 47 tag is of `language`: `de` itself or a variant such as
// `de-AT`, in any case of letters.
bool IsOfLanguage(absl::string_view tag, Language language);

// What a reader of `language` reads of a text: the variant of that language,
// ordinary before plain language; else the first variant; else nothing.
std::string ChooseText(const lotse::type::v1alpha::Text& text, Language language);

}  // namespace lotse::reporting

#include "services/survey/qualitative/rules/known_ids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/uuid.h"
#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/transcript/time_marks.h"

namespace lotse::survey::qualitative {
namespace {

constexpr size_t kUuidBytes = 36;

// What stands before an id in resource names.
constexpr absl::string_view kCollections[] = {"programmes", "engagements", "studies", "cases",
                                              "texts",      "codebooks",   "codings", "memos",
                                              "guides",     "surveys",     "waves"};

size_t DigitsAt(absl::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
  return end - at;
}

// `1:02:03` or `02:03.4`, the forms in which transcripts have times.
bool HasTimeCode(absl::string_view text) {
  for (size_t colon = text.find(':'); colon != absl::string_view::npos;
       colon = text.find(':', colon + 1)) {
    if (colon == 0 || !absl::ascii_isdigit(text[colon - 1])) continue;
    if (DigitsAt(text, colon + 1) != 2 || colon + 3 >= text.size()) continue;
    const char next = text[colon + 3];
    const size_t digits = DigitsAt(text, colon + 4);
    if (next == ':' && digits >= 2) return true;
    if ((next == '.' || next == ',') && digits >= 1) return true;
  }
  return false;
}

bool HasUuid(absl::string_view text) {
  for (size_t at = 0; at + kUuidBytes <= text.size(); ++at) {
    if (text[at + 8] == '-' && types::IsUuid(text.substr(at, kUuidBytes))) return true;
  }
  return false;
}

// A collection as names have it: at the start or behind another part of a name. `in many
// cases/situations` is none.
bool HasPartOfName(absl::string_view text) {
  return std::any_of(std::begin(kCollections), std::end(kCollections), [&](const auto& each) {
    const std::string part = absl::StrCat(each, "/");
    return absl::StartsWith(text, part) || absl::StrContains(text, absl::StrCat("/", part));
  });
}

}  // namespace

KnownIds::KnownIds(absl::Span<const std::string> ids) {
  for (const std::string& id : ids) {
    if (id.empty()) continue;
    ids_.insert(absl::AsciiStrToLower(id));
    longest_ = std::max(longest_, id.size());
  }
}

bool KnownIds::AnyIn(absl::string_view text) const {
  const std::string compared = Folded(text);
  const absl::string_view all(compared);
  const auto inside = [&](size_t at) { return at < all.size() && absl::ascii_isalnum(all[at]); };
  for (size_t begin = 0; begin < all.size(); ++begin) {
    if (!inside(begin) || (begin > 0 && inside(begin - 1))) continue;
    // Ids have signs in them at which tokens end, so each token may be the last one of an id.
    for (size_t end = begin + 1; end <= all.size() && end - begin <= longest_ + 1; ++end) {
      if (inside(end)) continue;
      const absl::string_view token = all.substr(begin, end - begin);
      if (ids_.contains(token)) return true;
      if (token.back() == 's' && ids_.contains(token.substr(0, token.size() - 1))) return true;
    }
  }
  return false;
}

bool IsNoWord(absl::string_view id) {
  return std::any_of(id.begin(), id.end(),
                     [](char sign) { return absl::ascii_isdigit(sign) || sign == '_'; });
}

bool TellsId(absl::string_view text, const KnownIds& ids) {
  const std::string compared = Folded(text);
  return ids.AnyIn(compared) || HasUuid(compared) || HasPartOfName(compared) ||
         HasTimeCode(compared) || !FindTimeMarks(compared).empty();
}

}  // namespace lotse::survey::qualitative

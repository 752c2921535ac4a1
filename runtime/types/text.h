#pragma once

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::types {

// Most variants of a text. Source: text.proto.
inline constexpr int kMaxVariants = 16;
// Longest variant in bytes of UTF-8. Source: text.proto.
inline constexpr int kMaxVariantBytes = 8192;

// True if `tag` has the form of a language tag of BCP 47 (RFC 5646): a language
// of two to eight letters, then subtags of one to eight letters and digits,
// joined by hyphens, at most 35 characters in all. Whether the subtags are
// registered is not looked up.
bool IsLanguageTag(absl::string_view tag);

// True if `text` holds something that a browser would take for a tag or a
// comment, such as `<b>`, `</p>` or `<!--`. A lone `<`, as in `< 5 years`, is
// none.
bool HasMarkup(absl::string_view text);

// Whether a text has to be there.
enum class Presence { kOptional, kRequired };

// Adds what is wrong with `text`, which stands at `field`. Source of the rules:
// text.proto; and no control characters but line feed and tab, because neither
// XML nor HTML can carry them.
void CheckText(absl::string_view field, const type::v1alpha::Text& text,
               rpc::FieldViolations* violations, Presence presence = Presence::kRequired);

// As CheckText of a text that has to be there, for fields that say that a wording may be longer:
// it has at most `max_characters`, counted as code points.
void CheckLongText(absl::string_view field, const type::v1alpha::Text& text, int max_characters,
                   rpc::FieldViolations* violations);

}  // namespace lotse::types

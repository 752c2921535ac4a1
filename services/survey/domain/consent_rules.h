#pragma once

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/consent_text.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Longest version of a text, in bytes. Source: consent_text.proto.
inline constexpr size_t kMaxVersionBytes = 40;

// What is wrong with a text, with paths from `consent_text`.
rpc::FieldViolations CheckConsentText(const v1alpha::ConsentText& text);

// What is wrong with the text that `text` replaces: a notice cannot replace a consent.
rpc::FieldViolations CheckReplaces(const v1alpha::ConsentText& text,
                                   const v1alpha::ConsentText& former);

}  // namespace lotse::survey

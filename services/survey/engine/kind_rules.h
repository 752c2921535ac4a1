#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/violation_list.h"

// What a question of one kind may have and one of another may not. Source of the limits:
// instrument.proto.
namespace lotse::survey {

inline constexpr int kMaxClassBounds = 50;
inline constexpr int kMaxSettings = 32;
inline constexpr int kMaxTriggers = 32;
// Largest `minimum`, `maximum` and bound of a class, 2^53 - 1, and with a minus
// the smallest: beyond it the numbers of JSON are not exact in every reader
// (RFC 8259, section 6).
inline constexpr std::int64_t kMaxInteger = 9'007'199'254'740'991;

// Adds what is wrong with `minimum`, `maximum` and `class_bounds` of an integer
// question, with paths below `path`: their order, and numbers beyond
// kMaxInteger.
void CheckIntegerLimits(const v1alpha::Question& question, absl::string_view path,
                        ViolationList* violations);

// Adds what does not fit the kind of a question, with paths below `path`: its numbers, scale,
// metadata, order, settings and the places of its expressions. Options, items, files and
// conditions are looked at elsewhere.
void CheckKindFields(const v1alpha::Question& question, absl::string_view path,
                     ViolationList* violations);

// Adds a violation of `path` if an expression is too long.
void CheckExpressionSize(absl::string_view expression, absl::string_view path,
                         ViolationList* violations);

}  // namespace lotse::survey

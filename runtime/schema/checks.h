#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "runtime/schema/schema.h"

// What a schema refuses of one kind or one method; see Schema::Compile.
namespace lotse::schema {

// InvalidArgument: what is wrong with the element of this full name.
absl::Status Wrong(absl::string_view where, absl::string_view what);

absl::Status CheckKind(const Kind& kind);
absl::Status CheckMethod(const Method& method);

}  // namespace lotse::schema

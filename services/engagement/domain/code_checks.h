#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/type/v1alpha/code.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// Adds what is wrong with the form of `code`, which stands at `field`: `list` is the name
// of a list for all or of a programme, `code` an id. Whether the list has the code is
// CheckCodesExist. Source: code.proto.
void CheckCode(absl::string_view field, const type::v1alpha::Code& code,
               rpc::FieldViolations* violations);

// As CheckCode for each of a list of codes at `field`; and that there are at most `limit`
// and no code twice.
void CheckCodes(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1alpha::Code>& codes, int limit,
                rpc::FieldViolations* violations);

}  // namespace lotse::engagement

#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/rpc/field_violation.h"

// Which files are taken. Pure functions. Source of the limits: blob.proto and
// blob_service.proto.
namespace lotse::blob {

// Longest content in bytes. It is collected in memory, so that nothing of a file
// is stored unless all of it came.
inline constexpr size_t kMaxBytes = 16 << 20;
// Longest piece of one message in bytes.
inline constexpr size_t kMaxPieceBytes = 1 << 20;

// What is wrong with the name, the media type and the sum of a file; paths begin
// with `head.`.
rpc::FieldViolations CheckHead(const type::v1alpha::UploadBlobRequest::Head& head);

// What is wrong with a message of an upload, apart from what its head holds.
rpc::FieldViolations CheckMessage(const type::v1alpha::UploadBlobRequest& message, bool first);

// BLOB_REFUSED if the content has so many bytes that no more are to come.
absl::Status CheckSize(size_t bytes);

// BLOB_REFUSED if a content that came whole is empty or does not have the wanted
// sum. Both sums are 64 hexadecimal digits in either case; an empty `wanted` fits.
absl::Status CheckContent(size_t bytes, absl::string_view sum, absl::string_view wanted);

// BLOB_REFUSED: a file is not taken for this reason.
absl::Status Refused(absl::string_view why);

}  // namespace lotse::blob

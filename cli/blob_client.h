#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/channel.h"
#include "lotse/type/v1alpha/blob.pb.h"

namespace lotse::cli {

// Largest file that a service takes, in bytes. Source: blob.proto.
inline constexpr size_t kMaxBlobBytes = 16 << 20;

// Stores a file below `parent`; errors of Client::Stream.
absl::Status PutBlob(Client* client, const std::string& service, const std::string& parent,
                     const std::string& file_name, const std::string& media_type,
                     const std::string& content, type::v1alpha::Blob* stored);

// Reads a file. Errors of Client::Stream; DataError if what came has not the sum of the file.
absl::StatusOr<std::string> GetBlob(Client* client, const std::string& service,
                                    const std::string& name);

}  // namespace lotse::cli

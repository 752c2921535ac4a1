#include "runtime/blob/blob_rules.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/types/utf8.h"

namespace lotse::blob {
namespace {

constexpr absl::string_view kMediaTypes[] = {
    "application/json", "application/pdf", "application/xml", "application/zip",
    "audio/mpeg",       "audio/ogg",       "image/jpeg",      "image/png",
    "image/svg+xml",    "text/csv",        "text/markdown",   "text/plain"};
// Behind `application/vnd.`.
constexpr absl::string_view kOfficeTypes[] = {
    "oasis.opendocument.presentation",
    "oasis.opendocument.spreadsheet",
    "oasis.opendocument.text",
    "openxmlformats-officedocument.presentationml.presentation",
    "openxmlformats-officedocument.spreadsheetml.sheet",
    "openxmlformats-officedocument.wordprocessingml.document"};

bool IsTaken(absl::string_view type) {
  return absl::ConsumePrefix(&type, "application/vnd.") ? absl::c_linear_search(kOfficeTypes, type)
                                                        : absl::c_linear_search(kMediaTypes, type);
}

// Empty if the name of a file is right.
absl::string_view FaultOfName(absl::string_view name) {
  if (name.empty()) return "missing; say what the file is called";
  if (name.size() > 255) return "too long; give at most 255 bytes";
  while (!name.empty()) {
    const types::CodePoint c = types::DecodeFirst(name);
    if (!c.valid) return "not UTF-8";
    if (types::IsControl(c.value) || c.value == '/' || c.value == '\\') {
      return "holds a control character or a slash; give the name without folders";
    }
    name.remove_prefix(c.size);
  }
  return "";
}

}  // namespace

rpc::FieldViolations CheckHead(const type::v1alpha::UploadBlobRequest::Head& head) {
  rpc::FieldViolations violations;
  if (const absl::string_view fault = FaultOfName(head.blob().file_name()); !fault.empty()) {
    violations.push_back({"head.blob.file_name", std::string(fault)});
  }
  const std::string& type = head.blob().media_type();
  if (!IsTaken(type)) {
    violations.push_back({"head.blob.media_type",
                          type.empty() ? "missing; give one that is taken, such as application/pdf"
                                       : "not a type that is taken; give it in lower case and "
                                         "without parameters, such as application/pdf"});
  }
  const bool is_sum =
      head.sha256().size() == 64 && absl::c_all_of(head.sha256(), absl::ascii_isxdigit);
  if (!head.sha256().empty() && !is_sum) {
    violations.push_back({"head.sha256", "not 64 hexadecimal digits"});
  }
  return violations;
}

rpc::FieldViolations CheckMessage(const type::v1alpha::UploadBlobRequest& message, bool first) {
  rpc::FieldViolations violations;
  if (first != message.has_head()) {
    violations.push_back(
        {"head", first ? "missing; the first message has it" : "only the first message has it"});
  }
  if (message.piece().size() > kMaxPieceBytes) {
    violations.push_back({"piece", "too long; give at most 1 MiB in each message"});
  }
  return violations;
}

absl::Status Refused(absl::string_view why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_BLOB_REFUSED, absl::StrCat("the file ", why));
}

absl::Status CheckSize(size_t bytes) {
  return bytes <= kMaxBytes ? absl::OkStatus() : Refused("is too large; it may have 16 MiB");
}

absl::Status CheckContent(size_t bytes, absl::string_view sum, absl::string_view wanted) {
  if (bytes == 0) return Refused("is empty");
  if (wanted.empty() || absl::EqualsIgnoreCase(sum, wanted)) return absl::OkStatus();
  return Refused("does not have the sum that the head says; send it again");
}

}  // namespace lotse::blob

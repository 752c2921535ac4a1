// What is wrong with the messages of an import, before anything of the file is read.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/resource_name.h"
#include "services/survey/app/study_exchange.h"

namespace lotse::survey {
namespace {

using v1alpha::ImportStudyRequest;

bool IsSum(const std::string& sum) {
  return sum.empty() || (sum.size() == 64 && absl::c_all_of(sum, absl::ascii_isxdigit));
}

}  // namespace

rpc::FieldViolations CheckImportHead(const ImportStudyRequest::Head& head) {
  rpc::FieldViolations violations;
  if (head.format() == ImportStudyRequest::FORMAT_UNSPECIFIED ||
      !ImportStudyRequest::Format_IsValid(head.format())) {
    violations.push_back({"head.format", "missing or unknown; give one of the formats"});
  }
  const bool needs_codebook = head.format() != ImportStudyRequest::FORMAT_QDPX;
  if (!head.codebook_id().empty() || needs_codebook) {
    types::CheckId("head.codebook_id", head.codebook_id(), &violations);
  }
  if (head.places_size() > kMaxSourcePlaces) {
    violations.push_back(
        {"head.places", absl::StrCat("too many; give at most ", kMaxSourcePlaces)});
  }
  if (head.coders_size() > kMaxFileCoders) {
    violations.push_back({"head.coders", absl::StrCat("too many; give at most ", kMaxFileCoders)});
  }
  if (!IsSum(head.sha256())) violations.push_back({"head.sha256", "not 64 hexadecimal digits"});
  return violations;
}

rpc::FieldViolations CheckImportMessage(const ImportStudyRequest& q, bool first) {
  rpc::FieldViolations violations;
  if (first != q.has_head()) {
    violations.push_back(
        {"head", first ? "missing; the first message has it" : "only the first message has it"});
  }
  if (q.piece().size() > kMaxStudyPieceBytes) {
    violations.push_back({"piece", "too long; give at most 1 MiB in each message"});
  }
  return violations;
}

}  // namespace lotse::survey

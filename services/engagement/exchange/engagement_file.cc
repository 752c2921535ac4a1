#include "services/engagement/exchange/engagement_file.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/utf8.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using google::protobuf::Any;
using google::protobuf::Message;
using v1alpha::TransferHead;
using v1alpha::TransferLine;

namespace {

std::string JsonOf(const TransferLine& line) {
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(line, &json);
  if (!printed.ok()) {
    // Only an Any of a type that is not linked can do this, and none is packed here.
    std::fprintf(stderr, "a line cannot be written: %s\n", printed.ToString().c_str());
    std::abort();
  }
  json.push_back('\n');
  return json;
}

// The message in an Any; null if its type is not known here.
std::unique_ptr<Message> Unpack(const Any& any) {
  absl::string_view type = any.type_url();
  if (!absl::ConsumePrefix(&type, "type.googleapis.com/")) return nullptr;
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(std::string(type));
  if (descriptor == nullptr) return nullptr;
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  std::unique_ptr<Message> message(factory->GetPrototype(descriptor)->New());
  return any.UnpackTo(message.get()) ? std::move(message) : nullptr;
}

}  // namespace

std::string HeadLine(const TransferHead& head) {
  TransferLine line;
  *line.mutable_head() = head;
  return JsonOf(line);
}

std::string ResourceLine(const Message& resource, bool outside) {
  TransferLine line;
  (outside ? line.mutable_outside() : line.mutable_own())->PackFrom(resource);
  return JsonOf(line);
}

absl::StatusOr<ReadLine> ParseEngagementLine(absl::string_view line) {
  if (line.size() > kMaxLineBytes) return absl::InvalidArgumentError("longer than 4 MiB");
  if (!types::IsUtf8(line)) return absl::InvalidArgumentError("not UTF-8");
  TransferLine parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(line.data(), line.size()), &parsed);
  ReadLine out;
  if (status.ok() && parsed.has_head()) {
    out.head = parsed.head();
    return out;
  }
  if (status.ok() && parsed.content_case() != TransferLine::CONTENT_NOT_SET) {
    out.outside = parsed.has_outside();
    out.resource = Unpack(out.outside ? parsed.outside() : parsed.own());
    if (out.resource != nullptr) return out;
  }
  return absl::InvalidArgumentError(
      "no line of this form: a head or a resource as protobuf's JSON, with fields and kinds that "
      "are known here");
}

rpc::FieldViolations CheckHead(const TransferHead& head) {
  rpc::FieldViolations violations;
  if (head.format() != kEngagementFormat) {
    violations.push_back(
        Violation("head.format", {"ist nicht lotse-engagement; das ist eine andere Datei",
                                  "is not lotse-engagement; this is another file"}));
  }
  if (head.version() != kEngagementFormatVersion) {
    violations.push_back(
        Violation("head.version", {"ist nicht 1; neu exportieren oder woanders importieren",
                                   "is not 1; export it anew, or import it elsewhere"}));
  }
  types::CheckName("head.engagement", "programmes/{programme}/engagements/{engagement}",
                   head.engagement(), &violations);
  if (head.outside_count() < 0)
    violations.push_back(Violation(
        "head.outside_count", {"ist negativ; 0 oder mehr angeben", "is negative; give 0 or more"}));
  if (head.own_count() < 1)
    violations.push_back(Violation("head.own_count", {"ist kleiner als 1; 1 oder mehr angeben",
                                                      "is less than 1; give 1 or more"}));
  return violations;
}

}  // namespace lotse::engagement

#include "services/engagement/app/transfer_kinds.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "runtime/schema/range.h"
#include "runtime/types/shorten.h"

namespace lotse::engagement {

using google::protobuf::Message;
using resource::Tx;
using schema::Kind;
using schema::Method;
using v1alpha::TransferFault;

namespace {

constexpr size_t kMaxDescriptionBytes = 500;

type::v1alpha::Permission PermissionOf(const Method& method) {
  return method.descriptor->options().GetExtension(type::v1alpha::permission);
}

absl::Status CheckPermission(const Tx& tx, type::v1alpha::Permission permission,
                             absl::string_view name) {
  if (!tx.view().Knows(name)) return rpc::NotFound(name);
  return tx.view().Opens(permission, name) ? absl::OkStatus() : rpc::PermissionMissing(permission);
}

bool ChangesSomething(const Method& method) {
  return method.request_id != nullptr || method.etag != nullptr || method.validate_only != nullptr;
}

std::string Short(absl::string_view text) {
  return std::string(types::Shorten(text, kMaxDescriptionBytes));
}

// Fills a detail of an error; false if it has none of this type.
bool ReadDetail(const absl::Status& status, Message* detail) {
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", detail->GetDescriptor()->full_name()));
  return payload.has_value() && detail->ParseFromString(std::string(*payload));
}

// What an error says in German, a line for each thing that is wrong; none if it says nothing.
std::vector<std::string> GermanOf(const absl::Status& status) {
  google::rpc::LocalizedMessage german;
  if (!ReadDetail(status, &german)) return {};
  return absl::StrSplit(german.message(), '\n', absl::SkipEmpty());
}

TransferFault FaultOf(const absl::Status& status, int64_t line, absl::string_view resource) {
  TransferFault fault;
  fault.set_line(line);
  fault.set_resource(std::string(resource));
  fault.set_reason(rpc::ReasonOf(status));
  fault.set_description(Short(status.message()));
  const std::vector<std::string> german = GermanOf(status);
  fault.set_german(german.empty() ? rpc::MeaningOf(fault.reason()).de()
                                  : Short(absl::StrJoin(german, "; ")));
  return fault;
}

}  // namespace

bool IsTransferred(const Kind& kind) {
  const auto* descriptor = kind.prototype->GetDescriptor();
  return absl::StartsWith(kind.type, "engagement.lotse/") &&
         descriptor != v1alpha::ExportJob::descriptor() &&
         descriptor != v1alpha::ImportJob::descriptor();
}

std::optional<std::string> ParentsBelow(const Kind& kind, absl::string_view owner) {
  for (const std::string& pattern : kind.patterns) {
    const absl::string_view parent = schema::ParentOf(pattern);
    const absl::string_view of = schema::OwnerOf(pattern);
    // What is an owner itself belongs to what it lies in.
    const absl::string_view shape = of == pattern ? parent : of;
    if (shape.empty() || !schema::Fits(shape, owner)) continue;
    std::vector<std::string> parts = absl::StrSplit(parent.substr(shape.size()), '/');
    for (std::string& part : parts) {
      if (absl::StartsWith(part, "{")) part = "-";
    }
    return absl::StrCat(owner, absl::StrJoin(parts, "/"));
  }
  return std::nullopt;
}

const Kind* KindOfCollection(const schema::Schema& schema, absl::string_view owner,
                             absl::string_view collection) {
  for (const auto& kind : schema.kinds()) {
    const std::vector<absl::string_view> parts = absl::StrSplit(kind->patterns[0], '/');
    if (parts[parts.size() - 2] != collection || !IsTransferred(*kind)) continue;
    if (ParentsBelow(*kind, owner).has_value()) return kind.get();
  }
  return nullptr;
}

const Method* MethodFor(const schema::Schema& schema, const Kind& kind, Method::Verb verb) {
  for (const auto& method : schema.methods()) {
    if (method->kind == &kind && method->verb == verb) return method.get();
  }
  return nullptr;
}

absl::Status CheckMay(const Tx& tx, const Method& method, absl::string_view name) {
  return CheckPermission(tx, PermissionOf(method), name);
}

absl::Status CheckMayRestore(const Tx& tx, const Kind& kind, absl::string_view name) {
  for (const auto& method : tx.schema().methods()) {
    if (method->kind != &kind || !ChangesSomething(*method)) continue;
    if (absl::Status s = CheckPermission(tx, PermissionOf(*method), name); !s.ok()) return s;
  }
  return absl::OkStatus();
}

RowLinks LinksOf(const Kind& kind, const Message& resource) {
  RowLinks links;
  links.name = schema::TextIn(resource, kind.name);
  links.needs.emplace_back(schema::ParentOf(links.name));
  for (schema::Reference& reference : schema::ReferencesOf(*kind.rule, resource)) {
    links.needs.push_back(std::move(reference.target));
  }
  return links;
}

std::vector<TransferFault> FaultsOf(const absl::Status& status, int64_t line,
                                    absl::string_view resource) {
  std::vector<TransferFault> faults;
  google::rpc::BadRequest bad;
  if (ReadDetail(status, &bad)) {
    const std::vector<std::string> german = GermanOf(status);
    auto next = german.begin();
    for (const auto& violation : bad.field_violations()) {
      TransferFault& fault = faults.emplace_back(FaultOf(status, line, resource));
      fault.set_field(violation.field());
      fault.set_description(Short(violation.description()));
      fault.clear_german();
      // The lines are in the order of the fields, and not every field has one.
      const std::string begin = absl::StrCat(violation.field(), ": ");
      if (next == german.end() || !absl::StartsWith(*next, begin)) continue;
      fault.set_german(Short(next->substr(begin.size())));
      ++next;
    }
  }
  if (faults.empty()) faults.push_back(FaultOf(status, line, resource));
  return faults;
}

bool IsAboutRow(const absl::Status& status) {
  switch (rpc::ReasonOf(status)) {
    case type::v1alpha::ERROR_REASON_UNSPECIFIED:
    case type::v1alpha::ERROR_REASON_INTERNAL:
    case type::v1alpha::ERROR_REASON_OVERLOADED:
    case type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE:
    case type::v1alpha::ERROR_REASON_STORE_CORRUPT:
      return false;
    default:
      return true;
  }
}

}  // namespace lotse::engagement

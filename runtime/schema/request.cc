#include "runtime/schema/request.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "runtime/schema/address.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/uuid.h"

namespace lotse::schema {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

// In a list an id of the parent may be left open, but never whose it is.
bool MayBeOpen(absl::string_view name) {
  const absl::string_view owner = OwnerOf(name);
  return !absl::StrContains(absl::StrCat("/", owner, "/"), "/-/");
}

void CheckNameIn(absl::string_view path, const std::vector<std::string>& patterns,
                 const std::string& name, bool wildcard, rpc::FieldViolations* violations) {
  if (patterns.empty()) return;
  for (const std::string& pattern : patterns) {
    if (!types::FitsName(pattern, name, wildcard)) continue;
    if (wildcard && !MayBeOpen(name)) {
      violations->push_back({std::string(path), "whose it is cannot be left open with -"});
    }
    return;
  }
  violations->push_back(types::WrongName(path, absl::StrJoin(patterns, " or "), name));
}

// The last but one part of the pattern that continues `parent`.
std::string CollectionBelow(const Kind& kind, absl::string_view parent) {
  for (const std::string& pattern : kind.patterns) {
    const absl::string_view above = ParentOf(pattern);
    if (above.empty() ? !parent.empty() : !types::FitsName(above, parent)) continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '/');
    return std::string(parts[parts.size() - 2]);
  }
  return "";
}

}  // namespace

std::string TextIn(const Message& request, const FieldDescriptor* field) {
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

bool FlagIn(const Message& request, const FieldDescriptor* field) {
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

std::string SubjectOf(const Method& method, const Message& request) {
  if (method.name != nullptr) return TextIn(request, method.name);
  if (method.parent != nullptr) return TextIn(request, method.parent);
  if (method.verb != Method::Verb::kUpdate) return "";
  const Message& resource = request.GetReflection()->GetMessage(request, method.resource);
  return TextIn(resource, method.kind->name);
}

rpc::FieldViolations CheckRequest(const Method& method, const Message& request) {
  rpc::FieldViolations violations;
  const std::string subject = SubjectOf(method, request);
  if (method.name != nullptr || method.parent != nullptr) {
    const FieldDescriptor* field = method.name != nullptr ? method.name : method.parent;
    CheckNameIn(field->name(), method.patterns, subject, method.verb == Method::Verb::kList,
                &violations);
  } else if (method.verb == Method::Verb::kUpdate) {
    CheckNameIn(absl::StrCat(method.kind->singular, ".name"), method.patterns, subject, false,
                &violations);
  }
  if (method.id != nullptr) {
    const std::string id = TextIn(request, method.id);
    const bool needed = method.request->fields[method.id->index()].required;
    if (needed || !id.empty()) types::CheckId(method.id->name(), id, &violations);
  }
  const std::string request_id = TextIn(request, method.request_id);
  if (!request_id.empty() && !types::IsRandomUuid(request_id)) {
    violations.push_back({"request_id",
                          "not a random UUID; give version 4 in lower case, made anew for each "
                          "request, or nothing"});
  }
  if (TextIn(request, method.reason).size() > kMaxReasonBytes) {
    violations.push_back(
        {"reason", "too long; give at most 1,000 bytes", "zu lang; höchstens 1.000 Bytes angeben"});
  }
  return violations;
}

std::string NameToCreate(const Method& method, const Message& request, absl::Time now) {
  const std::string parent = TextIn(request, method.parent);
  std::string id = TextIn(request, method.id);
  if (id.empty()) id = types::NewTimeUuid(now);
  return FullName(parent, absl::StrCat(CollectionBelow(*method.kind, parent), "/", id));
}

std::string ScopeOf(const Method& method, const Message& request) {
  const std::string subject = SubjectOf(method, request);
  if (method.name != nullptr || method.verb == Method::Verb::kUpdate) {
    return std::string(AddressOf(subject).scope);
  }
  const std::string collection =
      method.kind == nullptr ? "" : CollectionBelow(*method.kind, subject);
  const std::string below = FullName(subject, absl::StrCat(collection, "/x"));
  return std::string(AddressOf(below).scope);
}

std::string BytesOf(const Message& request) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  {
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace lotse::schema

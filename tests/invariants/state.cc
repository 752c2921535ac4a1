#include "tests/invariants/state.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"

namespace lotse::invariants {

using google::protobuf::FieldDescriptor;

std::string Step::Field(const char* field) const {
  const FieldDescriptor* found = request->GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || found->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return request->GetReflection()->GetString(*request, found);
}

std::string Step::Deed() const {
  std::string deed = RequestName();
  for (const char* name : {"step", "verdict"}) {
    const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) continue;
    absl::StrAppend(&deed, " ", request->GetReflection()->GetEnum(*request, field)->name());
  }
  return deed;
}

std::vector<std::string> Changed(const Step& step) {
  std::vector<std::string> names;
  for (const auto& [name, was] : step.before.resources) {
    const auto is = step.after.resources.find(name);
    if (is == step.after.resources.end() || !Same(*was, *is->second)) names.push_back(name);
  }
  for (const auto& [name, is] : step.after.resources) {
    if (!step.before.resources.contains(name)) names.push_back(name);
  }
  return names;
}

std::string OwnerOf(absl::string_view name) {
  const std::string engagement = EngagementOf(name);
  if (!engagement.empty()) return engagement;
  const size_t slash = name.find('/');
  return std::string(name.substr(0, name.find('/', slash + 1)));
}

int64_t RevisionOf(const Message& resource) {
  int64_t revision = 0;
  const FieldDescriptor* etag = resource.GetDescriptor()->FindFieldByName("etag");
  (void)absl::SimpleAtoi(resource.GetReflection()->GetString(resource, etag), &revision);
  return revision;
}

std::string ParentOf(absl::string_view name) {
  for (int i = 0; i < 2; ++i) {
    const size_t slash = name.rfind('/');
    if (slash == absl::string_view::npos) return "";
    name = name.substr(0, slash);
  }
  return std::string(name);
}

std::string EngagementOf(absl::string_view name) {
  constexpr absl::string_view kPart = "/engagements/";
  const size_t at = name.find(kPart);
  if (at == absl::string_view::npos) return "";
  return std::string(name.substr(0, name.find('/', at + kPart.size())));
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

bool Same(const Message& a, const Message& b) {
  return a.GetDescriptor() == b.GetDescriptor() && a.SerializeAsString() == b.SerializeAsString();
}

bool SameBut(const Message& a, const Message& b, std::vector<const char*> fields) {
  const std::unique_ptr<Message> left(a.New()), right(b.New());
  left->CopyFrom(a);
  right->CopyFrom(b);
  for (const char* field : fields) {
    for (Message* message : {left.get(), right.get()}) {
      const FieldDescriptor* found = message->GetDescriptor()->FindFieldByName(field);
      if (found != nullptr) message->GetReflection()->ClearField(message, found);
    }
  }
  return google::protobuf::util::MessageDifferencer::Equals(*left, *right);
}

}  // namespace lotse::invariants

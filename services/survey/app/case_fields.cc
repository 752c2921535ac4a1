#include "services/survey/app/case_fields.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::survey {
namespace {

constexpr absl::string_view kFields = "type.googleapis.com/google.rpc.BadRequest";
constexpr absl::string_view kGerman = "type.googleapis.com/google.rpc.LocalizedMessage";

template <class Detail>
bool ReadDetail(const absl::Status& status, absl::string_view url, Detail* detail) {
  const auto payload = status.GetPayload(url);
  return payload.has_value() && detail->ParseFromString(std::string(*payload));
}

std::string FieldOf(absl::string_view case_name, absl::string_view field) {
  // What is said of the parent of its texts is said of the case.
  if (field == "parent") return std::string(case_name);
  absl::ConsumePrefix(&field, "study_case.");
  return absl::StrCat(case_name, "#", field);
}

// A line `field: what is wrong with it`, as rpc::InvalidFields makes them.
std::string LineOf(absl::string_view case_name, absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(line, absl::MaxSplits(": ", 1));
  return absl::StrCat(FieldOf(case_name, parts.first), ": ", parts.second);
}

}  // namespace

absl::Status NameCase(absl::string_view case_name, const absl::Status& status) {
  google::rpc::BadRequest wrong;
  if (!ReadDetail(status, kFields, &wrong)) return status;
  absl::Status named(status.code(), LineOf(case_name, status.message()));
  status.ForEachPayload([&named](absl::string_view url, const absl::Cord& payload) {
    named.SetPayload(url, payload);
  });
  for (auto& violation : *wrong.mutable_field_violations()) {
    violation.set_field(FieldOf(case_name, violation.field()));
  }
  named.SetPayload(kFields, absl::Cord(wrong.SerializeAsString()));
  google::rpc::LocalizedMessage german;
  if (ReadDetail(status, kGerman, &german)) {
    std::vector<std::string> lines;
    for (const absl::string_view line : absl::StrSplit(german.message(), '\n')) {
      lines.push_back(LineOf(case_name, line));
    }
    german.set_message(absl::StrJoin(lines, "\n"));
    named.SetPayload(kGerman, absl::Cord(german.SerializeAsString()));
  }
  return named;
}

}  // namespace lotse::survey

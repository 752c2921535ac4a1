#include "services/survey/exchange/xforms/settings.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lotse::survey::xforms {

using v1alpha::Question;

namespace {

constexpr struct {
  Question::Metadata metadata;
  absl::string_view preload;
  absl::string_view parameters;
} kPreloads[] = {
    {Question::METADATA_START, "timestamp", "start"},
    {Question::METADATA_END, "timestamp", "end"},
    {Question::METADATA_TODAY, "date", "today"},
    {Question::METADATA_DEVICE_ID, "property", "deviceid"},
    {Question::METADATA_USER_NAME, "property", "username"},
    {Question::METADATA_EMAIL, "property", "email"},
    {Question::METADATA_PHONE_NUMBER, "property", "phonenumber"},
    // Of older forms.
    {Question::METADATA_USER_NAME, "context", "UserName"},
};

}  // namespace

bool IsSetting(absl::string_view name, absl::Span<const XformsSetting> settings) {
  return std::any_of(settings.begin(), settings.end(),
                     [name](const XformsSetting& one) { return one.name == name; });
}

absl::string_view XformsTypeOf(const Question& question) {
  switch (question.kind()) {
    case Question::KIND_INTEGER:
      return "int";
    case Question::KIND_DECIMAL:
      return "decimal";
    case Question::KIND_DATE:
      return "date";
    case Question::KIND_TIME:
      return "time";
    case Question::KIND_DATE_TIME:
      return "dateTime";
    case Question::KIND_FILE:
      return "binary";
    case Question::KIND_RANKING:
      return "odk:rank";
    case Question::KIND_GROUP:
    case Question::KIND_REPEAT:
      return "";
    case Question::KIND_METADATA:
      break;
    default:
      return "string";
  }
  switch (question.metadata()) {
    case Question::METADATA_START:
    case Question::METADATA_END:
      return "dateTime";
    case Question::METADATA_TODAY:
      return "date";
    case Question::METADATA_AUDIT:
      return "binary";
    default:
      return "string";
  }
}

std::string MediaTypeOf(const Question& question) {
  const auto& types = question.media_types();
  if (types.size() == 1) return types[0];
  for (const char* kind : {"image/", "audio/", "video/"}) {
    const auto is_kind = [kind](const std::string& type) { return absl::StartsWith(type, kind); };
    if (std::all_of(types.begin(), types.end(), is_kind)) return absl::StrCat(kind, "*");
  }
  return "*/*";
}

bool TakesFiles(absl::string_view mediatype, absl::string_view type) {
  return mediatype.empty() || mediatype == "*/*" || mediatype == type ||
         mediatype == absl::StrCat(type.substr(0, type.find('/')), "/*");
}

std::pair<absl::string_view, absl::string_view> PreloadOf(Question::Metadata metadata) {
  for (const auto& known : kPreloads) {
    if (known.metadata == metadata) return {known.preload, known.parameters};
  }
  return {"", ""};
}

Question::Metadata MetadataOf(absl::string_view preload, absl::string_view parameters) {
  for (const auto& known : kPreloads) {
    if (known.preload == preload && absl::EqualsIgnoreCase(known.parameters, parameters)) {
      return known.metadata;
    }
  }
  return Question::METADATA_UNSPECIFIED;
}

}  // namespace lotse::survey::xforms

#include "services/survey/exchange/xlsform/form_types.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::survey {
namespace {

using Role = FormType::Role;
using v1alpha::Question;

// Names are in small letters with spaces; the usual one comes first.
struct QuestionType {
  Question::Kind kind;
  std::vector<absl::string_view> names;
};

const std::vector<QuestionType>& QuestionTypes() {
  static const auto* types = new std::vector<QuestionType>{
      {Question::KIND_TEXT, {"text", "string", "q string", "add text prompt"}},
      {Question::KIND_INTEGER, {"integer", "int", "q int", "add integer prompt"}},
      {Question::KIND_DECIMAL, {"decimal", "q decimal", "add decimal prompt"}},
      {Question::KIND_DATE, {"date", "q date", "add date prompt"}},
      {Question::KIND_TIME, {"time"}},
      {Question::KIND_DATE_TIME,
       {"datetime", "date time", "q date time", "q datetime", "add date time prompt",
        "add datetime prompt"}},
      {Question::KIND_NOTE, {"note", "q note", "add note prompt"}},
      {Question::KIND_ACKNOWLEDGEMENT,
       {"acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"}},
      {Question::KIND_CALCULATION, {"calculate", "q calculate", "add calculate prompt"}},
      {Question::KIND_HIDDEN, {"hidden"}},
      {Question::KIND_FILE, {"file", "add file prompt"}},
  };
  return *types;
}

struct MetadataType {
  Question::Metadata metadata;
  std::vector<absl::string_view> names;
};

const std::vector<MetadataType>& MetadataTypes() {
  static const auto* types = new std::vector<MetadataType>{
      {Question::METADATA_START, {"start", "start time", "get start time"}},
      {Question::METADATA_END, {"end", "end time", "get end time"}},
      {Question::METADATA_TODAY, {"today", "get today"}},
      {Question::METADATA_DEVICE_ID, {"deviceid", "device id", "get device id", "imei"}},
      {Question::METADATA_USER_NAME, {"username", "user name"}},
      {Question::METADATA_EMAIL, {"email"}},
      {Question::METADATA_PHONE_NUMBER, {"phonenumber", "get phone number"}},
      {Question::METADATA_AUDIT, {"audit"}},
  };
  return *types;
}

struct ChoiceType {
  absl::string_view name;
  Question::Kind kind;
  bool from_file;
};

// A longer name comes before one that it begins with.
constexpr ChoiceType kChoiceTypes[] = {
    {"select one from file", Question::KIND_SINGLE_CHOICE, true},
    {"select multiple from file", Question::KIND_MULTIPLE_CHOICE, true},
    {"add select one prompt using", Question::KIND_SINGLE_CHOICE, false},
    {"add select multiple prompt using", Question::KIND_MULTIPLE_CHOICE, false},
    {"select all that apply from", Question::KIND_MULTIPLE_CHOICE, false},
    {"select all that apply", Question::KIND_MULTIPLE_CHOICE, false},
    {"select multiple from", Question::KIND_MULTIPLE_CHOICE, false},
    {"select multiple using", Question::KIND_MULTIPLE_CHOICE, false},
    {"select multiple", Question::KIND_MULTIPLE_CHOICE, false},
    {"select one from", Question::KIND_SINGLE_CHOICE, false},
    {"select one using", Question::KIND_SINGLE_CHOICE, false},
    {"select one", Question::KIND_SINGLE_CHOICE, false},
    {"select1", Question::KIND_SINGLE_CHOICE, false},
    {"rank", Question::KIND_RANKING, false},
};

struct OtherType {
  absl::string_view name;
  Role role;
  absl::string_view reason;
};

constexpr absl::string_view kPlaces = "A place on the map";
constexpr absl::string_view kDevice = "A number of the device";
constexpr absl::string_view kRecording = "A recording in the background";
constexpr absl::string_view kKobo = "A table that only KoboToolbox has";

constexpr OtherType kOtherTypes[] = {
    {"geopoint", Role::kLeftOut, kPlaces},
    {"gps", Role::kLeftOut, kPlaces},
    {"location", Role::kLeftOut, kPlaces},
    {"q geopoint", Role::kLeftOut, kPlaces},
    {"q location", Role::kLeftOut, kPlaces},
    {"add location prompt", Role::kLeftOut, kPlaces},
    {"geotrace", Role::kLeftOut, kPlaces},
    {"geoshape", Role::kLeftOut, kPlaces},
    {"osm", Role::kLeftOut, kPlaces},
    {"start-geopoint", Role::kLeftOut, kPlaces},
    {"background-geopoint", Role::kLeftOut, kPlaces},
    {"barcode", Role::kLeftOut, "A bar code"},
    {"q barcode", Role::kLeftOut, "A bar code"},
    {"add barcode prompt", Role::kLeftOut, "A bar code"},
    {"background-audio", Role::kLeftOut, kRecording},
    {"simserial", Role::kLeftOut, kDevice},
    {"sim id", Role::kLeftOut, kDevice},
    {"get sim id", Role::kLeftOut, kDevice},
    {"subscriberid", Role::kLeftOut, kDevice},
    {"subscriber id", Role::kLeftOut, kDevice},
    {"get subscriber id", Role::kLeftOut, kDevice},
    {"begin loop", Role::kRefused, "A loop over the options of a list"},
    {"end loop", Role::kRefused, "A loop over the options of a list"},
    {"cascading select", Role::kRefused, "A cascading choice"},
    {"select one external", Role::kRefused, "A choice from the sheet `external_choices`"},
    {"xforms model", Role::kRefused, "A piece of another format"},
    {"begin score", Role::kRefused, kKobo},
    {"end score", Role::kRefused, kKobo},
    {"score  row", Role::kRefused, kKobo},
    {"begin rank", Role::kRefused, kKobo},
    {"end rank", Role::kRefused, kKobo},
    {"rank  level", Role::kRefused, kKobo},
    {"begin kobomatrix", Role::kRefused, kKobo},
    {"end kobomatrix", Role::kRefused, kKobo},
};

// With one space between words.
std::string Trimmed(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \t\n"), absl::SkipEmpty()), " ");
}

// Of the same length as `text`.
std::string Normal(absl::string_view text) {
  std::string normal = absl::AsciiStrToLower(text);
  std::replace(normal.begin(), normal.end(), '_', ' ');
  return normal;
}

bool Has(const std::vector<absl::string_view>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

FormType Structure(absl::string_view normal) {
  FormType type;
  const bool begins = absl::ConsumePrefix(&normal, "begin ");
  if (!begins && !absl::ConsumePrefix(&normal, "end ")) return type;
  if (normal == "group") type.role = begins ? Role::kBeginGroup : Role::kEndGroup;
  if (normal == "repeat" || normal == "lgroup" || normal == "looped group") {
    type.role = begins ? Role::kBeginRepeat : Role::kEndRepeat;
  }
  return type;
}

struct FileType {
  // The first part of its media types.
  absl::string_view files;
  std::vector<absl::string_view> names;
};

// Which files a type is for; empty: it is none of these.
absl::string_view FilesOf(absl::string_view normal) {
  static const auto* types = new std::vector<FileType>{
      {"image", {"image", "photo", "add image prompt", "add photo prompt", "q image", "q picture"}},
      {"audio", {"audio", "add audio prompt", "q audio"}},
      {"video", {"video", "add video prompt", "q video"}},
  };
  for (const FileType& known : *types) {
    if (Has(known.names, normal)) return known.files;
  }
  return "";
}

FormType Simple(absl::string_view normal) {
  FormType type = Structure(normal);
  if (type.role != Role::kUnknown) return type;
  for (const QuestionType& known : QuestionTypes()) {
    if (!Has(known.names, normal)) continue;
    type.role = Role::kQuestion;
    type.kind = known.kind;
    return type;
  }
  for (const MetadataType& known : MetadataTypes()) {
    if (!Has(known.names, normal)) continue;
    type.role = Role::kQuestion;
    type.kind = Question::KIND_METADATA;
    type.metadata = known.metadata;
    return type;
  }
  const absl::string_view files = FilesOf(normal);
  if (!files.empty()) {
    type.role = Role::kQuestion;
    type.kind = Question::KIND_FILE;
    type.files = std::string(files);
  } else if (normal == "range") {
    type.role = Role::kQuestion;
    type.kind = Question::KIND_INTEGER;
    type.is_range = true;
  } else if (normal == "csv-external" || normal == "xml-external") {
    type.role = Role::kExternalList;
    type.list = std::string(normal.substr(0, 3));
  }
  return type;
}

// What stands behind the name of a type of choice.
void ReadList(absl::string_view rest, FormType* type) {
  const std::string normal = Normal(rest);
  for (const absl::string_view ending : {"or specify other", "or other"}) {
    if (!absl::EndsWith(normal, ending)) continue;
    const std::size_t length = rest.size() - ending.size();
    if (length > 0 && rest[length - 1] != ' ') continue;
    type->or_other = true;
    rest = rest.substr(0, length);
    break;
  }
  type->list = std::string(absl::StripAsciiWhitespace(rest));
}

}  // namespace

FormType ParseFormType(absl::string_view text) {
  const std::string trimmed = Trimmed(text);
  const std::string normal = Normal(trimmed);
  FormType type = Simple(normal);
  if (type.role != Role::kUnknown) return type;
  for (const OtherType& known : kOtherTypes) {
    const bool same = normal == known.name ||
                      (known.role == Role::kRefused && absl::StartsWith(normal, known.name) &&
                       normal[known.name.size()] == ' ');
    if (!same) continue;
    type.role = known.role;
    type.reason = std::string(known.reason);
    return type;
  }
  for (const ChoiceType& known : kChoiceTypes) {
    if (!absl::StartsWith(normal, known.name)) continue;
    if (normal.size() > known.name.size() && normal[known.name.size()] != ' ') continue;
    type.role = Role::kQuestion;
    type.kind = known.kind;
    type.from_file = known.from_file;
    ReadList(absl::string_view(trimmed).substr(known.name.size()), &type);
    return type;
  }
  return type;
}

std::vector<std::string> FormTypeNames() {
  std::vector<std::string> names;
  for (const QuestionType& known : QuestionTypes()) names.emplace_back(known.names.front());
  for (const char* name :
       {"select_one LIST", "select_multiple LIST", "rank LIST", "select_one_from_file FILE",
        "select_multiple_from_file FILE", "range", "image", "audio", "video", "begin_group",
        "end_group", "begin_repeat", "end_repeat"}) {
    names.emplace_back(name);
  }
  for (const MetadataType& known : MetadataTypes()) names.emplace_back(known.names.front());
  return names;
}

absl::string_view FormTypeName(Question::Kind kind) {
  if (kind == Question::KIND_DATE_TIME) return "dateTime";
  for (const QuestionType& known : QuestionTypes()) {
    if (known.kind == kind) return known.names.front();
  }
  if (kind == Question::KIND_SINGLE_CHOICE) return "select_one";
  if (kind == Question::KIND_MULTIPLE_CHOICE) return "select_multiple";
  return kind == Question::KIND_RANKING ? "rank" : "";
}

absl::string_view FormTypeName(Question::Metadata metadata) {
  for (const MetadataType& known : MetadataTypes()) {
    if (known.metadata == metadata) return known.names.front();
  }
  return "";
}

}  // namespace lotse::survey

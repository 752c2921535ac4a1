#include "services/survey/engine/file_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/types/sha256.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/question_tree.h"

namespace lotse::survey {
namespace {

using v1alpha::Answer;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

constexpr std::size_t kHashDigits = 64;

constexpr absl::string_view kText = "text/plain";

bool HasAt(absl::string_view content, std::size_t at, absl::string_view mark) {
  return content.size() >= at && absl::StartsWith(content.substr(at), mark);
}

// The first frame of MPEG audio, layer III, or what describes the piece before it. Sources:
// ISO/IEC 11172-3, 2.4.1.3; ID3v2.
bool IsMpegAudio(absl::string_view content) {
  if (absl::StartsWith(content, "ID3")) return true;
  if (content.size() < 2) return false;
  const auto first = static_cast<unsigned char>(content[0]);
  const auto second = static_cast<unsigned char>(content[1]);
  return first == 0xff && (second & 0xe6u) == 0xe2u;
}

// Whether a content is of a type. Sources: ITU-T T.81, B.1.1.3 (SOI, and the marker behind it);
// ISO/IEC 15948, 5.2; ISO 32000-1, 7.5.2; ISO/IEC 14496-12, 4.3; RFC 3533, section 6; IBM and
// Microsoft, Multimedia Programming Interface 1.0 (RIFF); RFC 8794, section 11.2.1.
bool Begins(absl::string_view media_type, absl::string_view content) {
  if (media_type == kText) {
    return types::IsUtf8(content) && content.find('\0') == absl::string_view::npos;
  }
  if (media_type == "image/jpeg") return absl::StartsWith(content, "\xff\xd8\xff");
  if (media_type == "image/png") return absl::StartsWith(content, "\x89PNG\r\n\x1a\n");
  if (media_type == "application/pdf") return absl::StartsWith(content, "%PDF-");
  if (media_type == "audio/mpeg") return IsMpegAudio(content);
  if (media_type == "audio/ogg") return absl::StartsWith(content, "OggS");
  if (media_type == "audio/wav") return HasAt(content, 0, "RIFF") && HasAt(content, 8, "WAVE");
  if (media_type == "video/webm") return absl::StartsWith(content, "\x1a\x45\xdf\xa3");
  return HasAt(content, 4, "ftyp");  // audio/mp4, video/mp4
}

constexpr absl::string_view kMediaTypes[] = {
    "image/jpeg", "image/png", "application/pdf", kText,       "audio/mpeg",
    "audio/mp4",  "audio/ogg", "audio/wav",       "video/mp4", "video/webm"};

bool IsTaken(absl::string_view name) {
  return std::find(std::begin(kMediaTypes), std::end(kMediaTypes), name) != std::end(kMediaTypes);
}

std::string AllMediaTypes() { return absl::StrJoin(kMediaTypes, ", "); }

std::size_t LimitOf(const Question& question) {
  return question.maximum_file_bytes() == 0 ? kDefaultMaximumFileBytes
                                            : question.maximum_file_bytes();
}

bool IsHash(absl::string_view text) {
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), absl::ascii_isxdigit);
}

}  // namespace

absl::Span<const absl::string_view> MediaTypesTaken() { return kMediaTypes; }

void CheckFileLimits(const Question& question, absl::string_view path, ViolationList* violations) {
  const std::string taken = absl::StrCat(path, ".media_types");
  const std::string limit = absl::StrCat(path, ".maximum_file_bytes");
  if (question.kind() != Question::KIND_FILE) {
    constexpr absl::string_view kOnlyFiles = "only for FILE; leave it out";
    if (!question.media_types().empty()) violations->Add(taken, kOnlyFiles);
    if (question.maximum_file_bytes() != 0) violations->Add(limit, kOnlyFiles);
    return;
  }
  if (question.media_types().empty()) {
    violations->Add(taken, absl::StrCat("missing; give some of ", AllMediaTypes()));
  }
  absl::flat_hash_set<absl::string_view> given;
  for (int i = 0; i < question.media_types_size() && !violations->full(); ++i) {
    const std::string& type = question.media_types(i);
    if (!IsTaken(type)) {
      violations->Add(absl::StrCat(taken, "[", i, "]"),
                      absl::StrCat("not a type that can be taken; give one of ", AllMediaTypes()));
    } else if (!given.insert(type).second) {
      violations->Add(absl::StrCat(taken, "[", i, "]"), "given before; give each type once");
    }
  }
  if (question.maximum_file_bytes() < 0 || LimitOf(question) > kMaxFileBytes) {
    violations->Add(
        limit, absl::StrCat("give 1 to ", kMaxFileBytes, ", or 0 for ", kDefaultMaximumFileBytes));
  }
}

void CheckFilesInAll(const Instrument& instrument, ViolationList* violations) {
  std::size_t sum = 0;
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    const Question& question = *placed.question;
    if (question.kind() != Question::KIND_FILE) continue;
    // One that is wrong by itself is told where it is.
    if (question.maximum_file_bytes() >= 0 && LimitOf(question) <= kMaxFileBytes) {
      sum += LimitOf(question);
    }
  }
  if (sum <= kMaxFileBytesInAll) return;
  violations->Add("sections", absl::StrCat("the files of one response could have ", sum,
                                           " bytes together, at most ", kMaxFileBytesInAll,
                                           "; give smaller limits, or ask for fewer files"));
}

std::string FirstFileQuestion(const Instrument& instrument) {
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    if (placed.question->kind() == Question::KIND_FILE) return placed.question->code();
  }
  return "";
}

bool IsOfMediaType(absl::string_view media_type, absl::string_view content) {
  return IsTaken(media_type) && Begins(media_type, content);
}

void CheckFileAnswer(const Variable& variable, const Answer::File& file, absl::string_view path,
                     ViolationList* violations) {
  const auto& taken = variable.limits->media_types;
  if (std::find(taken.begin(), taken.end(), file.media_type()) == taken.end()) {
    violations->Add(absl::StrCat(path, ".media_type"),
                    absl::StrCat(file.media_type().empty() ? "missing" : "not taken here", "; `",
                                 variable.code, "` takes ", absl::StrJoin(taken, ", ")));
    return;
  }
  if (!file.sha256().empty() && !IsHash(file.sha256())) {
    violations->Add(absl::StrCat(path, ".sha256"),
                    "not a hash; give 64 hexadecimal digits, or leave it out");
    return;
  }
  if (file.data().empty()) {
    if (!file.sha256().empty()) return;
    violations->Add(
        absl::StrCat(path, ".data"),
        absl::StrCat("empty; give the content, or leave the answer to `", variable.code, "` out"));
    return;
  }
  if (!CheckFileContent(variable, file.media_type(), file.data(), absl::StrCat(path, ".data"),
                        violations)) {
    return;
  }
  if (file.sha256().empty() ||
      absl::AsciiStrToLower(file.sha256()) == types::Sha256Hex(file.data())) {
    return;
  }
  violations->Add(absl::StrCat(path, ".sha256"),
                  "not the hash of `data`; the file changed on its way, send it again");
}

bool CheckFileContent(const Variable& variable, absl::string_view media_type,
                      absl::string_view content, absl::string_view path,
                      ViolationList* violations) {
  if (content.size() > variable.limits->maximum_file_bytes) {
    violations->Add(path, absl::StrCat("too large for `", variable.code, "`; give at most ",
                                       variable.limits->maximum_file_bytes, " bytes"));
    return false;
  }
  if (IsOfMediaType(media_type, content)) return true;
  violations->Add(path, media_type == kText
                            ? "no plain text; encode it as UTF-8, without NUL"
                            : absl::StrCat("does not begin as ", media_type,
                                           " does; give a file of this type, or its right type"));
  return false;
}

}  // namespace lotse::survey

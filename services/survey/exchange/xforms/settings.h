#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey::xforms {

// What of an XForm is kept among the settings of a question, by its local name, with the prefix
// that it is written with.
struct XformsSetting {
  absl::string_view name;
  absl::string_view prefix;
};

// Attributes of binds.
inline constexpr XformsSetting kBindSettings[] = {{"max-pixels", "orx:"},
                                                  {"saveIncomplete", ""},
                                                  {"quality", "odk:"},
                                                  {"location-priority", "odk:"},
                                                  {"location-min-interval", "odk:"},
                                                  {"location-max-age", "odk:"},
                                                  {"track-changes", "odk:"},
                                                  {"track-changes-reasons", "odk:"},
                                                  {"identify-user", "odk:"},
                                                  {"incremental", "odk:"},
                                                  {"allow-mock-accuracy", "odk:"}};

// Attributes of controls.
inline constexpr XformsSetting kControlSettings[] = {{"rows", ""},
                                                     {"autoplay", ""},
                                                     {"accuracyThreshold", ""},
                                                     {"unacceptableAccuracyThreshold", ""},
                                                     {"mediatype", ""},
                                                     {"accept", ""}};

// True if `name` is one of `settings`.
bool IsSetting(absl::string_view name, absl::Span<const XformsSetting> settings);

// The type that the bind of such a question has if `settings["type"]` says no other.
absl::string_view XformsTypeOf(const v1alpha::Question& question);

// The `mediatype` of an upload, of one kind of files or all, if `settings["mediatype"]` says no
// other.
std::string MediaTypeOf(const v1alpha::Question& question);

// True if an upload with this `mediatype` takes files of the type `type`.
bool TakesFiles(absl::string_view mediatype, absl::string_view type);

// What `jr:preload` and `jr:preloadParams` are for a kind of metadata; the first is empty for
// METADATA_AUDIT, which is known by its place.
std::pair<absl::string_view, absl::string_view> PreloadOf(v1alpha::Question::Metadata metadata);

// The metadata that such a preload records; METADATA_UNSPECIFIED for another preload.
v1alpha::Question::Metadata MetadataOf(absl::string_view preload, absl::string_view parameters);

}  // namespace lotse::survey::xforms

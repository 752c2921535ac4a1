#pragma once

#include "google/type/date.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"

// What the calendar says about a wave (docs/adr/0019-field-period-and-release.md).
namespace lotse::survey {

// Whether the first day has come, and whether the last one is over, on the day `today` in
// Europe/Berlin.
bool HasBegun(const v1alpha::Wave& wave, const google::type::Date& today);
bool IsOver(const v1alpha::Wave& wave, const google::type::Date& today);

// Whether the wave takes answers on the day `today`, whatever its state says yet: a released
// one from its first day on, an open one until its last. One that was opened before there
// were releases takes them until somebody closes it.
bool TakesAnswersOn(const v1alpha::Wave& wave, const google::type::Date& today);

// A step that the calendar took, or somebody who was cut off, and that the state does not tell yet.
enum class DueStep { kNone, kOpen, kClose };

// Which step is due on the day `today`. A released wave whose last day passed while nobody
// looked is to be closed at once. `files_closed`: whether its files take no answers any more; then
// closing it was cut off, and there is nothing to wait for.
DueStep DueStepOf(const v1alpha::Wave& wave, const google::type::Date& today, bool files_closed);

}  // namespace lotse::survey

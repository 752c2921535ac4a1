#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/type/v1alpha/text.pb.h"

// What of a questionnaire changes with answers, or from person to person.
namespace lotse::survey {

// True if a text may name answers (`${code}`).
bool MayNameAnswers(const type::v1alpha::Text& text);

// Whether which options of a question are offered, in which order or with which labels changes.
bool OptionsChange(const v1alpha::Instrument& instrument, const v1alpha::Question& question);

}  // namespace lotse::survey

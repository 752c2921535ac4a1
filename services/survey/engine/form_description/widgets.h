#pragma once

#include "lotse/survey/v1alpha/form_description.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Whether a group is a table: its questions are choices from the same options, shown in columns
// (`table-list`, or `label` and `list-nolabel` of its questions).
bool IsTable(const v1alpha::Question& group);

// Whether a person sees a question of this kind: not what only the system sets.
bool IsDrawn(v1alpha::Question::Kind kind);

// How a question is meant to be drawn, by its kind and appearance. Source of the appearances: the
// specification of ODK XForms and the documentation of XLSForm.
v1alpha::FormItem::Widget WidgetOf(const v1alpha::Question& question);

}  // namespace lotse::survey
